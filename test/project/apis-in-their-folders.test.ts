import { globSync, readFileSync } from 'node:fs'
import { simulators } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import { exampleRequest } from '../../src/contract/example-request.ts'

/** `birth-report`, `birthReport`, `BirthReport` and `birth report`, wherever it stands in a word. */
const named = new RegExp(simulators.map(({ name }) => name.replaceAll('-', '[- _]?')).join('|'), 'i')

/** Pages for users show examples, which name one. */
const isCode = (file: string) => /\.\w+$/.test(file) && !file.endsWith('.md')

test('neither the machinery, the process nor the scripts name an API: a new one is two folders and a line', () => {
  const offenders = globSync('{src,server,.scripts}/**/*').flatMap((file) =>
    isCode(file)
      ? readFileSync(file, 'utf8')
          .split('\n')
          .flatMap((line, index) => (named.test(line) ? [`${file}:${index + 1} ${line.trim()}`] : []))
      : [],
  )
  expect(offenders).toEqual([])
})

test('outside its folder, code of the simulators names an API in one line alone', () => {
  const lines = globSync('mocks/*.ts')
    .filter((file) => !file.endsWith('.gen.ts'))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter((line) => !/^\s*(\/?\*|\/\/)/.test(line) && named.test(line))
        .map((line) => `${file} ${line.trim()}`),
    )
  expect(lines).toHaveLength(simulators.length)
  for (const line of lines) expect(line).toMatch(/^mocks\/simulators\.ts all\.\w+,$/)
})

test.each(simulators)('$name brings along what verify and pacts need', async ({ definition, contract }) => {
  const { verification } = (await definition.verification?.()) ?? {}
  const { examples } = (await definition.examples?.()) ?? {}
  const operations = contract.operations.map(({ id }) => id).sort()
  // What the folder leaves out, its contract shows.
  const shown = contract.operations
    .filter((operation) => exampleRequest(contract, operation))
    .map(({ id }) => id)
  for (const brought of [verification?.requests, examples?.samples]) {
    const known = Object.keys(brought ?? {})
    expect(known).not.toEqual([])
    expect(operations).toEqual(expect.arrayContaining(known))
    expect([...new Set([...known, ...shown])].sort()).toEqual(operations)
  }
})
