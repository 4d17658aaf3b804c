import { globSync, readFileSync } from 'node:fs'
import { simulators } from 'tvilling/mocks'
import { expect, test } from 'vitest'

/** `birth-report`, `birthReport`, `BirthReport` and `birth report`, wherever it stands in a word. */
const named = new RegExp(simulators.map(({ name }) => name.replaceAll('-', '[- _]?')).join('|'), 'i')

test('neither the machinery, the process nor the scripts name an API: a new one is two folders and a line', () => {
  const offenders = globSync('{src,server,.scripts}/**/*').flatMap((file) =>
    /\.\w+$/.test(file)
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
  expect(Object.keys(verification?.requests ?? {}).sort()).toEqual(operations)
  expect(Object.keys(examples?.samples ?? {}).sort()).toEqual(operations)
})
