import type { Example, Examples } from 'tvilling'
import type { birthReport } from 'tvilling/contracts'
import { expect, test } from 'vitest'

type Operations = birthReport.operations

test('an example of an operation that the contract lacks does not compile', () => {
  const example: Example<Operations> = { operation: 'createBirthReport', outcome: 'taken', status: 201 }
  // @ts-expect-error: the contract has no such operation
  example.operation = 'createBirthReprot'
  expect(example).toBeDefined()
})

test('an input that the contract does not allow has to be called wrong', () => {
  const common = { operation: 'createBirthReport', outcome: 'refused', status: 400 } as const
  const wrong: Example<Operations> = { ...common, wrong: { body: { reportId: 7 } } }
  // @ts-expect-error: a report's id is text, and it has more members
  const input: Example<Operations> = { ...common, input: { body: { reportId: 7 } } }
  expect([wrong, input]).toHaveLength(2)
})

test('a sample is demanded for every operation', () => {
  // @ts-expect-error: createBirthReport has none
  const samples: Examples<Operations>['samples'] = {}
  expect(samples).toEqual({})
})
