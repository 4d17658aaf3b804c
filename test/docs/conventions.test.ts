import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { type Block, pagesWithCode, root, SHOWN } from './page.ts'
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

test('a page about a test leads to one that passes', () => {
  const tasks = pagesWithCode().filter(({ path }) => /test-with-\w+\.md$/.test(path))
  expect(tasks.length).toBeGreaterThan(8)
  for (const { blocks, path } of tasks) {
    expect(
      blocks.some(({ text }) => /^# → (\d+ passed|pass \d|ok)/m.test(text)),
      path,
    ).toBe(true)
  }
})

interface Workflow {
  jobs?: Record<string, { steps: { run?: string }[] }>
}

const workflowsOf = (blocks: readonly Block[]) =>
  blocks
    .filter(({ language }) => language === 'yaml')
    .map(({ text }) => parse(text) as Workflow | null)
    .filter((workflow) => workflow?.jobs)

test('what a workflow runs stands in its page as a block of its own, which is run', () => {
  const pages = pagesWithCode().map(({ path, blocks }) => ({ path, blocks, workflows: workflowsOf(blocks) }))
  expect(pages.flatMap(({ workflows }) => workflows).length).toBeGreaterThan(0)
  for (const { path, blocks, workflows } of pages) {
    const shell = blocks.filter(({ language }) => language === 'sh').map(({ text }) => text)
    const commands = workflows.flatMap((workflow) =>
      Object.values(workflow?.jobs ?? {}).flatMap(({ steps }) =>
        steps.flatMap(({ run = '' }) => run.split('\n')),
      ),
    )
    const unknown = commands.filter((line) => line && line !== 'npm ci' && !shell.join('').includes(line))
    expect(unknown, path).toEqual([])
  }
})

test('the README can be read in one go', () => {
  expect(readFileSync(`${root}README.md`, 'utf8').split('\n').length).toBeLessThan(150)
})
