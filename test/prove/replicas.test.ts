import { expect, test } from 'vitest'
import { suiteServer } from '../postgres/database.ts'
import { equalRequestIds } from './replicas.ts'

test('of 200 equal request ids at once over two replicas, one is carried out and the others are 412', async () => {
  const { statuses, counts } = await equalRequestIds(await suiteServer(), 200)
  expect(statuses.filter((status) => status === 200)).toHaveLength(1)
  expect(statuses.filter((status) => status === 412)).toHaveLength(199)
  expect(counts).toEqual([100, 100])
}, 60_000)
