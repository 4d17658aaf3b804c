import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyRepository, root } from './repository-copy.ts'

const COPIED = ['contracts', 'fixtures', 'mocks', 'server', 'src', '.scripts', 'test']
const FILES = ['package.json', 'tsconfig.json', 'vitest.config.ts', 'README.md', '.gitignore']
const API = 'person-monitoring'
const WRITTEN = [
  ` M contracts/${API}/facts.yaml`,
  ` M contracts/${API}/openapi.yaml`,
  ` M mocks/${API}/operations.ts`,
  `?? test/simulators/${API}/read-bundle.test.ts`,
]
const GENERATED = [
  ' M README.md',
  ' M contracts/facts.gen.md',
  ` M contracts/${API}/facts.gen.json`,
  ` M contracts/${API}/openapi.gen.json`,
  ` M contracts/${API}/pacts/example-client.gen.json`,
  ` M contracts/${API}/types.gen.ts`,
  ` M mocks/${API}/README.md`,
  ' M mocks/settings.gen.md',
  ' M mocks/settings.schema.gen.json',
]

describe('a new operation is the diff that CONTRIBUTING.md shows', () => {
  const { folder, run, command, remove } = copyRepository([...COPIED, ...FILES])
  afterAll(remove)
  const git = (...flags: string[]) => command('git', ...flags)

  beforeAll(async () => {
    const shown = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
    const [, diff = ''] = /```diff\n([\s\S]+?)```\n/.exec(shown) ?? []
    writeFileSync(join(folder, '.git-diff'), diff)
    const committer = ['-c', 'user.name=test', '-c', 'user.email=test@tvilling.example']
    await git('init', '--quiet')
    await git('add', '--all')
    expect(await git(...committer, 'commit', '--quiet', '--message', 'Before')).toEqual({
      code: 0,
      output: '',
    })
    expect(await git('apply', '.git-diff')).toEqual({ code: 0, output: '' })
    expect((await run('.scripts/generate.ts')).code).toBe(0)
    expect((await run('.scripts/pacts.ts', API)).code).toBe(0)
  }, 60_000)

  test('it touches the contract, its facts, operations.ts and a test; all else is generated', async () => {
    const { output } = await git('status', '--porcelain', '--untracked-files=all')
    expect(output.trimEnd().split('\n').sort()).toEqual([...WRITTEN, ...GENERATED].sort())
  })

  test('its test passes, each of its answers can be produced, and pact and verify know it', async () => {
    const files = [
      `test/simulators/${API}/read-bundle.test.ts`,
      'test/contract/consumer-pacts.test.ts',
      'test/contract/verify.test.ts',
      'test/project/apis-in-their-folders.test.ts',
      'test/project/every-answer.test.ts',
      'test/project/evidence.test.ts',
    ]
    const about = `PM-25|readBundle|${API} brings|full marks.* ${API}|of ${API} is cited`
    const runner = join(root, 'node_modules/vitest/vitest.mjs')
    const { code, output } = await run(
      runner,
      'run',
      '--no-color',
      '--reporter=verbose',
      '-t',
      about,
      ...files,
    )
    expect(code, output).toBe(0)
    for (const passed of [
      '[PM-25] one bundle is read as the list shows it, and only by its owner (over HTTP)',
      'readBundle answers 200',
      'readBundle 200: the example of the contract',
      'readBundle 403: the service says so',
      `${API} brings along what verify and pacts need`,
      `nothing that was not reached > ${API}`,
      `each fact of ${API} is cited by the title of a test`,
    ]) {
      expect(output).toMatch(new RegExp(`✓ .*${passed.replaceAll(/[[\]().]/g, '\\$&')}`))
    }
  }, 60_000)
})
