/**
 * `npm run pacts`: runs the consumer tests and writes their pacts, for all APIs or for the named ones.
 * `-- --settings <file> --into <folder>` writes them as they are with these settings.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { simulatorsFor } from '../server/cli/settings-file.ts'
import { pactFile, pactsOf } from '../test/contract/pacts.ts'

const { values, positionals: named } = parseArgs({
  options: { settings: { type: 'string' }, into: { type: 'string' } },
  allowPositionals: true,
})
if (values.settings && !values.into) throw new Error('--settings needs --into, a folder for the pacts.')
const simulators = await simulatorsFor({
  simulator: [],
  ...(values.settings && { settings: values.settings }),
})
for (const [simulator, open] of Object.entries(await pactsOf(simulators))) {
  if (named.length > 0 && !named.includes(simulator)) continue
  const pact = open()
  for (const { run } of pact.tests) await run()
  const file = pactFile(simulator, values.into)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, pact.read())
  pact.close()
  process.stdout.write(`${simulator}: ${pact.tests.length} interactions\n`)
}
process.exit(0)
