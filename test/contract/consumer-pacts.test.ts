import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { pactFile, pacts } from './pacts.ts'

describe.each(Object.entries(pacts))('a client of %s', (simulator, open) => {
  const pact = open()
  afterAll(() => pact.close())

  for (const { title, run } of pact.tests) test(title, run)

  test('has the pact that is committed (npm run pacts writes it anew)', () => {
    expect(pact.read()).toBe(readFileSync(pactFile(simulator), 'utf8'))
  })

  test('expects every answer and every event that the contract has', () => {
    const documented = pact.contract.operations.flatMap(({ id, answers }) =>
      [...answers.keys()].map((status) => `${id} ${status}`),
    )
    const events = [...pact.contract.events.keys()]
    const expected = pact.tests.map(({ operation, status, event }) => event ?? `${operation} ${status}`)
    expect(expected).toEqual(expect.arrayContaining([...documented, ...events]))
    expect([...documented, ...events]).toEqual(expect.arrayContaining(expected))
  })
})
