import { createHarness, openSqliteStore } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import { type AnySeed, example, START } from './seeded.ts'

test('nothing is stored if the last entry has a mistake that only the simulator sees', async () => {
  const store = openSqliteStore(':memory:')
  const faults = [{ simulator: 'indkaldelse', operation: 'unknown', fault: 'reset' }]
  const seedData = { ...example, faults } as AnySeed
  await expect(createHarness({ simulators, store, now: START, seedData })).rejects.toThrow(
    'seedData.faults[0]: ',
  )
  const { collections, meta, jobs } = await store.dump()
  expect(Object.values(collections).flatMap(({ rows }) => rows)).toEqual([])
  expect(jobs.rows).toEqual([])
  expect(meta).toEqual({})
})
