import { describe, expect, test } from 'vitest'
import { run } from '../new/command.ts'
import { filesOf } from './folder.ts'

const { folder, write } = filesOf('mistakes')
const serve = async (config: string) => {
  const { code, error } = await run('serve', '--port', '0', '--log', 'silent', '--config', config)
  return [code, error.replaceAll(`${folder}/`, '')]
}

describe('a mistake in a configuration file is told with its place', () => {
  const yaml: [string, string, string][] = [
    ['a key that is misspelt', 'seed: 1\nprot: 4010\n', '2:1: There is no option "prot". Nearest: port.'],
    [
      'a key as on the command line',
      'max-tenants: 5\n',
      '1:1: There is no option "max-tenants". Nearest: maxTenants.',
    ],
    ['a number', 'port: web\n', '1:7: port takes a whole number from 0 to 65535, not "web".'],
    ['a word', 'seed: 1\nlog:\n  loud\n', '3:3: log takes pretty, json or silent, not "loud".'],
    ['nothing', 'log:\n', '1:5: log takes pretty, json or silent, not null.'],
    ['a list', 'scenario: [a, 5]\n', '1:11: scenario takes texts, not ["a",5].'],
    [
      'a duration',
      'requestTimeout: 30\n',
      '1:17: requestTimeout takes a duration up to an hour, such as PT30S, not 30.',
    ],
    [
      'a store',
      'store: "redis:"\n',
      '1:8: store: "redis:" is no store. Use memory, sqlite:<file> or postgres://<user>@<host>/<database>.',
    ],
    ['a secret, which is not shown', 'controlToken: 1234567890123456\n', '1:15: controlToken takes a text.'],
    ['the same twice', 'seed: 1\nport: 1\nport: 2\n', '3:1: Map keys must be unique.'],
    [
      'no YAML',
      'port: [1\n',
      '2:1: Flow sequence in block collection must be sufficiently indented and end with a ].',
    ],
    ['no map', '- port\n', 'F must be a map from options to their values, such as port: 4010.'],
    [
      'a setting of an API',
      'settings:\n  birth-report:\n    nuls: absent\n',
      '3:5: birth-report has no setting "nuls". It has nulls',
    ],
    [
      'a word of an API',
      'settings:\n  birth-report:\n    words:\n      Child.gendr: { MALE: M }\n',
      '4:7: Settings of birth-report: The contract has no list of words "Child.gendr". Did you mean Child.gender',
    ],
    [
      'an API',
      'settings:\n  birth-raport: {}\n',
      '2:3: Settings name the simulator "birth-raport"; there are birth-report',
    ],
  ]
  test.each(yaml)('YAML: %s', async (_, text, message) => {
    const file = write('wrong.yaml', text)
    const expected = message.startsWith('F ') ? message.replace('F', 'wrong.yaml') : `wrong.yaml:${message}`
    const [code, error] = await serve(file)
    expect([code, String(error).slice(0, expected.length)]).toEqual([2, expected])
    expect(String(error).split('\n')).toHaveLength(2)
  })

  test('JSON', async () => {
    const file = write(
      'wrong.json',
      '{\n\t"seed": 1,\n\t"settings": {\n\t\t"indkaldelse": { "path": {} }\n\t}\n}\n',
    )
    const [code, error] = await serve(file)
    expect(code).toBe(2)
    expect(error).toMatch(/^wrong\.json:4:20: indkaldelse has no setting "path"\. It has paths/)
  })

  test('JavaScript: the key, since a value has no line', async () => {
    const file = write('wrong.mjs', 'export default { settings: { "birth-report": { nulls: "never" } } }')
    expect(await serve(file)).toEqual([
      2,
      'wrong.mjs (settings.birth-report.nulls): The setting "nulls" of birth-report must be absent or refused.\n',
    ])
    const port = write('port.mjs', 'export default { port: "web" }')
    expect(await serve(port)).toEqual([
      2,
      'port.mjs (port): port takes a whole number from 0 to 65535, not "web".\n',
    ])
  })

  test('a module without a default export, and one that does not load', async () => {
    const named = write('named.mjs', 'export const config = {}')
    expect((await serve(named))[1]).toMatch(
      /^named\.mjs has no default export: write export default defineConfig/,
    )
    const broken = write('broken.mjs', 'throw new Error("no such luck")')
    expect(await serve(broken)).toEqual([2, 'broken.mjs cannot be loaded: no such luck\n'])
  })
})

test('TypeScript on a Node that does not read it', async () => {
  const file = write('typed.mts', 'export default {}')
  const before = Object.getOwnPropertyDescriptor(process.features, 'typescript') as PropertyDescriptor
  Object.defineProperty(process.features, 'typescript', { ...before, get: () => false })
  try {
    expect(await serve(file)).toEqual([
      2,
      expect.stringMatching(/^typed\.mts is TypeScript, which Node v.+\n$/),
    ])
  } finally {
    Object.defineProperty(process.features, 'typescript', before)
  }
})

test('a file that is not there could not be read', async () => {
  expect(await serve('/nowhere.yaml')).toEqual([
    3,
    expect.stringMatching(/^\/nowhere\.yaml cannot be read: ENOENT.+\n$/),
  ])
  expect(await serve('/nowhere.mjs')).toEqual([3, '/nowhere.mjs cannot be read: there is no such file.\n'])
})
