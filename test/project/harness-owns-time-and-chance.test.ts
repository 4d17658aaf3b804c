import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const FORBIDDEN =
  /\b(?:Date\.now\(|new Date\(\)|setTimeout\(|setInterval\(|performance\.now\(|Math\.random\(|randomUUID\(|AbortSignal\.timeout\()/

/** Clock and random; and how long a database may be silent, which is real time whatever a harness's clock says. */
const ALLOWED = /^src\/(harness\/(clock|random)|store\/postgres-presence)\.ts$/

test('nothing but clock and random reads the wall clock or rolls dice', () => {
  const offenders = globSync('{src,fixtures,mocks,server}/**/*.ts')
    .filter((file) => !ALLOWED.test(file) && !file.endsWith('.gen.ts'))
    .filter((file) => FORBIDDEN.test(readFileSync(file, 'utf8')))
  expect(offenders).toEqual([])
})
