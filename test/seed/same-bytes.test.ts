import { openMemoryStore, openSqliteStore } from 'tvilling'
import { expect, test } from 'vitest'
import { example, seeded } from './seeded.ts'

test('the same data, seed and start give the same bytes, whatever the store', async () => {
  const snapshots: string[] = []
  for (const store of [openMemoryStore(), openMemoryStore(), openSqliteStore(':memory:')]) {
    const harness = await seeded(example, { store, seed: 7 })
    const { collections, jobs } = (await harness.snapshot()).store
    const sorted = Object.entries(collections).toSorted(([one], [other]) => (one < other ? -1 : 1))
    snapshots.push(JSON.stringify([sorted, jobs]))
  }
  expect(snapshots[1]).toBe(snapshots[0])
  expect(snapshots[2]).toBe(snapshots[0])
})

test('another seed gives other ids', async () => {
  const ids = async (seed: number) => {
    const harness = await seeded(example, { seed })
    return (await harness.state.page('birth-report', 'reports')).items.map(({ key }) => key)
  }
  expect(await ids(1)).not.toEqual(await ids(2))
})
