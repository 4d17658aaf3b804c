import { expect, test } from 'vitest'
import { pagesWithCode, SHOWN } from './page.ts'
import { scriptOf } from './script.ts'

/** Languages whose blocks are files, and those that may stand without a name. */
const FILES = ['ts', 'js', 'json', 'yaml', 'python', 'java', 'csharp', 'go']
const UNNAMED = ['sh', 'ts', 'json', 'yaml']

test('every block is in a language that the tests of the pages know', () => {
  const unknown = pagesWithCode().flatMap(({ path, blocks }) =>
    blocks
      .filter(
        ({ language, file }) => !SHOWN.includes(language) && !(file ? FILES : UNNAMED).includes(language),
      )
      .map(({ language, line }) => `${path}:${line} ${language}`),
  )
  expect(unknown).toEqual([])
})

test('a line with an arrow is what the commands before it must print', () => {
  const text = 'echo one\n# → one\necho two\n# → two\n'
  const { expected } = scriptOf([{ language: 'sh', file: undefined, text, line: 1 }], 'http://127.0.0.1:1')
  expect(expected).toEqual([
    { mark: 0, text: 'one' },
    { mark: 1, text: 'two' },
  ])
})

test('a page that leads to a passing test names a Node that Tvilling takes', () => {
  const tasks = pagesWithCode().filter(({ path }) => /test-with-\w+\.md$/.test(path))
  expect(tasks.length).toBeGreaterThan(8)
  for (const { blocks, path } of tasks) {
    expect(
      blocks.some(({ text }) => /^# → (\d+ passed|pass \d|ok)/m.test(text)),
      path,
    ).toBe(true)
  }
})
