import { basename } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run } from '../new/command.ts'
import { seedFiles } from './files.ts'

/** Starts a server with a seed file that it refuses. */
async function refusal(text: string, name = 'data.yaml'): Promise<{ code: number; error: string }> {
  const [file = ''] = seedFiles({ [name]: text })
  const { code, error } = await run('serve', '--port', '0', '--log', 'silent', '--seed-file', file)
  return { code, error: error.replaceAll(file, basename(file)).trim() }
}

describe('a mistake in a seed file is said with its line and column, and is wrong use', () => {
  test.each([
    ['of YAML', 'people:\n  - [1', /^data\.yaml:2:\d+: .*\.$/],
    ['a key that is given twice', 'people: []\npeople: []\n', /^data\.yaml:2:1: Map keys must be unique\.$/],
    [
      'a misspelt section',
      'people: []\nfualts: []\n',
      /^data\.yaml:2:1: There is no section "fualts"\. Nearest: faults\.$/,
    ],
    [
      'a misspelt member',
      'person-monitoring:\n  bundles:\n    - id: b1\n      stauts: APPROVED\n',
      /^data\.yaml:4:7: There is no member "stauts"\. Nearest: status\.$/,
    ],
    [
      'a wrong value',
      'person-monitoring:\n  bundles:\n    - { id: b1, status: NEW }\n',
      /^data\.yaml:3:25: It is one of APPROVED, .*, not NEW\.$/,
    ],
    [
      'a name behind an alias',
      'person-monitoring:\n  bundles:\n    - { id: b1, people: &all [legal-id, nobdy] }\n    - { id: b2, people: *all }\n',
      /^data\.yaml:3:41: Nobody in people is called "nobdy"\. Nearest: nobody\.\ndata\.yaml:3:41: /,
    ],
    [
      'what only the simulator sees, at its entry',
      'person-monitoring:\n  bundles:\n    - { id: b1 }\n    - { id: b2, client: them }\n',
      /^data\.yaml:4:7: person-monitoring has no client "them"\.$/,
    ],
    ['a list at the top', '- people\n', /^data\.yaml:1:1: A seed file is a map of sections\.$/],
    ['a clock that is none', 'clock: tomorrow\n', /^data\.yaml:1:8: tomorrow is no date-time\.$/],
  ])('%s', async (_, text, sentence) => {
    const { code, error } = await refusal(text)
    expect(error).toMatch(sentence)
    expect(code).toBe(2)
  })

  test('of JSON', async () => {
    const { error } = await refusal('{\n  "people": [{ "number": 5 }]\n}\n', 'data.json')
    expect(error).toBe('data.json:2:26: 5 is no identity number: perhaps its check digit is wrong.')
  })

  test('of the second of two files', async () => {
    const [first = '', second = ''] = seedFiles({ 'a.yaml': 'people: []\n', 'b.yaml': 'x: []\n' })
    const { error } = await run('serve', '--port', '0', '--seed-file', first, '--seed-file', second)
    expect(error).toContain('b.yaml:1:1: There is no section "x".')
  })
})

describe('a file that cannot be read', () => {
  test('is not there', async () => {
    const { code, error } = await run('serve', '--port', '0', '--seed-file', '/tmp/no-such-file.yaml')
    expect(error).toMatch(/^The seed file \/tmp\/no-such-file\.yaml cannot be read: ENOENT/)
    expect(code).toBe(3)
  })

  test('is of 10 MB', async () => {
    const { code, error } = await refusal(`people: []\n#${'x'.repeat(10_000_000)}\n`)
    expect(error).toBe('data.yaml is too large for a seed file: it has 10000013 bytes, of at most 8388608.')
    expect(code).toBe(2)
  })

  test('nests too deeply', async () => {
    expect((await refusal(`people: ${'['.repeat(100_000)}`)).error).toMatch(/^(The seed file )?data\.yaml/)
  })

  test('has aliases that become too much', async () => {
    const lines = Array.from({ length: 9 }, (_, index) => {
      const before = index === 0 ? '1' : `*a${index - 1}`
      return `a${index}: &a${index} [${Array(9).fill(before).join(', ')}]`
    })
    expect((await refusal(lines.join('\n'))).error).toMatch(/^The seed file data\.yaml cannot be read: /)
  })
})
