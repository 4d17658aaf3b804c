import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const FORBIDDEN =
  /\b(?:Date\.now\(|new Date\(\)|setTimeout\(|setInterval\(|performance\.now\(|Math\.random\(|randomUUID\(|AbortSignal\.timeout\()/

test('nothing but clock and random reads the wall clock or rolls dice', () => {
  const offenders = globSync('{src,fixtures,mocks,server}/**/*.ts')
    .filter((file) => !/^src\/harness\/(clock|random)\.ts$/.test(file) && !file.endsWith('.gen.ts'))
    .filter((file) => FORBIDDEN.test(readFileSync(file, 'utf8')))
  expect(offenders).toEqual([])
})
