import {
  type birthReport,
  documents,
  type facts,
  readDocument,
  readFacts,
  readSchemas,
} from 'tvilling/contracts'
import { simulators } from 'tvilling/mocks'
import { expect, test } from 'vitest'

test('tvilling/contracts has the document, the schemas and the facts of every API', () => {
  expect(Object.keys(documents)).toEqual([...simulators.map(({ name }) => name), 'control'].sort())
  for (const { name, contract } of simulators) {
    const api = name as keyof typeof documents & keyof typeof facts
    expect(readDocument(api)).toEqual(contract.document)
    expect(Object.keys(readSchemas(api)).length).toBeGreaterThan(10)
    expect(readFacts(api)[0]).toMatchObject({ id: expect.any(String), evidence: expect.any(String) })
  }
  expect(readFacts('identity-numbers').length).toBeGreaterThan(0)
})

test('tvilling/contracts has the types of every API', () => {
  const child: birthReport.components['schemas']['Child'] = {
    date: '2026-01-01',
    gender: 'FEMALE',
    municipality: '0180',
    aliveAtBirth: true,
    order: 1,
  }
  // @ts-expect-error: the contract has no such gender
  child.gender = 'NONE'
  expect(child).toBeDefined()
})
