import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyRepository, root } from './repository-copy.ts'

const COPIED = [
  'contracts',
  'fixtures',
  'mocks',
  'server',
  'src',
  '.scripts',
  'test/bench',
  'test/contract',
  'test/postgres',
  'test/project',
]
const FILES = [
  'package.json',
  'tsconfig.json',
  'vitest.config.ts',
  'test/control/answer-checker.ts',
  'test/control/check-answers.ts',
  'test/left-out-reporter.ts',
  'test/longest-first.ts',
  'README.md',
]
const WRITTEN = [
  'contracts/parking-permits/openapi.yaml',
  'mocks/parking-permits/examples.ts',
  'mocks/parking-permits/simulator.ts',
  'mocks/parking-permits/verification.ts',
  'mocks/simulators.ts',
]
const GENERATED = [
  'README.md',
  'contracts/facts.gen.md',
  'contracts/index.gen.ts',
  'contracts/parking-permits/openapi.gen.json',
  'contracts/parking-permits/pacts/example-client.gen.json',
  'contracts/parking-permits/types.gen.ts',
  'mocks/all.gen.ts',
  'mocks/parking-permits/README.md',
  'mocks/seed.schema.gen.json',
  'mocks/scenarios.gen.md',
  'mocks/settings.gen.md',
  'mocks/settings.schema.gen.json',
]

describe('a sixth API is two folders and one line, in a copy of this repository', () => {
  const { folder: copy, run, remove } = copyRepository([...COPIED, ...FILES])
  afterAll(remove)

  beforeAll(async () => {
    const sixth = join(root, 'test/journeys/sixth')
    for (const room of ['contracts', 'mocks']) mkdirSync(join(copy, room, 'parking-permits'))
    cpSync(join(sixth, 'openapi.yaml'), join(copy, 'contracts/parking-permits/openapi.yaml'))
    for (const file of ['simulator.ts', 'verification.ts', 'examples.ts']) {
      const text = readFileSync(join(sixth, file), 'utf8')
      const document = '../../contracts/parking-permits/openapi.gen.json'
      writeFileSync(join(copy, 'mocks/parking-permits', file), text.replace('openapi.yaml', document))
    }
    const list = join(copy, 'mocks/simulators.ts')
    const lines = readFileSync(list, 'utf8').replace(/\n\]/, '\n  all.parkingPermits,\n]')
    writeFileSync(list, lines)
    const generated = await run('.scripts/generate.ts')
    expect(generated).toMatchObject({ code: 0, output: expect.stringContaining('wrote mocks/all.gen.ts') })
    expect(await run('.scripts/pacts.ts', 'parking-permits')).toMatchObject({ code: 0 })
  }, 60_000)

  test('nothing else was written than the two folders, the line, and what is generated', () => {
    const changed = globSync('{contracts,fixtures,mocks,server,src,.scripts,test}/**/*.*', { cwd: copy })
      .concat(FILES)
      .filter((file) => {
        const read = (folder: string) => {
          try {
            return readFileSync(join(folder, file), 'utf8')
          } catch {
            return undefined
          }
        }
        return read(copy) !== read(root)
      })
    expect(changed.sort()).toEqual([...WRITTEN, ...GENERATED].sort())
    const added = readFileSync(join(copy, 'mocks/simulators.ts'), 'utf8').split('\n').length
    expect(added - readFileSync(join(root, 'mocks/simulators.ts'), 'utf8').split('\n').length).toBe(1)
  })

  test('every answer is produced from its examples, and its pact is the one that was written', async () => {
    const files = ['test/project/every-answer.test.ts', 'test/contract/consumer-pacts.test.ts']
    const flags = ['run', '--no-color', '-t', 'parking-permits', ...files]
    const { code, output } = await run(join(root, 'node_modules/vitest/vitest.mjs'), ...flags)
    expect(output).toMatch(/Tests {2}2\d passed/)
    expect(code, output).toBe(0)
  }, 60_000)

  test('every command knows it', async () => {
    const { output } = await run('test/project/sixth-api.ts')
    const { scenarios, states, pact, verified, otherReceipt, otherState } = JSON.parse(output)
    for (const list of [scenarios, states]) expect(list.output).toContain('permit-granted  (parking-permits)')

    expect(pact.output).toMatch(/\n10 passed, 0 failed\n/)
    expect(verified.output).toMatch(/^100 %: (\d+) held of \1, 0 failed, 0 never reached/m)
    expect(verified.code).toBe(0)

    expect(otherReceipt).toEqual({ code: 0, output: '2 exchanges played, 0 differ\n' })
    expect(otherState.output).toContain('#/body/state  recorded "GRANTED", twin "APPLIED"')
    expect(otherState.code).toBe(1)
  }, 60_000)
})
