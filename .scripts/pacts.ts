/** `npm run pacts`: runs the consumer tests and writes their pacts, for all APIs or for the named ones. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { pactFile, pacts } from '../test/contract/pacts.ts'

const named = process.argv.slice(2)
for (const [simulator, open] of Object.entries(pacts)) {
  if (named.length > 0 && !named.includes(simulator)) continue
  const pact = open()
  for (const { run } of pact.tests) await run()
  mkdirSync(dirname(pactFile(simulator)), { recursive: true })
  writeFileSync(pactFile(simulator), pact.read())
  pact.close()
  process.stdout.write(`${simulator}: ${pact.tests.length} interactions\n`)
}
process.exit(0)
