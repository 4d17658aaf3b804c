import { indkaldelse } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import { readPairs } from '../../contract/pairs/read-pairs.ts'

const { contract } = indkaldelse
const { pairs } = readPairs(contract)

const codesOf = (id: string) =>
  pairs
    .filter(({ operation }) => operation.id === id)
    .flatMap(({ answer }) => (answer?.value as { errors?: { fejlkode: number }[] })?.errors ?? [])
    .map(({ fejlkode }) => fejlkode)

test.each([
  ['createIndkaldelse', [1001, 1010, 1013, 1014, 4405]],
  ['createMyndighedsdeltager', [1001, 1010, 1013, 1014, 4405, 90101, 90102, 90105]],
  ['updateMyndighedsdeltager', [1001, 1010, 1013, 1014, 4405, 90102, 90103, 90107]],
  ['deleteMyndighedsdeltager', [1001, 1010, 1013, 1014, 4405, 90102, 90103, 90107]],
])('[IN-09] [IN-12] [IN-18] %s has an example pair for each of its codes', (id, codes) => {
  expect(codesOf(id)).toEqual(expect.arrayContaining(codes))
})
