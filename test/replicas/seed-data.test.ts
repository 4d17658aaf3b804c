import { connectPostgres, createHarness, type Harness } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { expect, onTestFinished, test } from 'vitest'
import { createTestDatabase } from '../postgres/database.ts'
import { example } from '../seed/seeded.ts'

/** Two servers that start at once with the same seed data, over one database. */
async function openTwo(): Promise<[Harness, Harness]> {
  const database = await createTestDatabase()
  onTestFinished(() => database[Symbol.asyncDispose]())
  const open = async () => {
    const connection = await connectPostgres(database.url)
    const harness = await createHarness({ simulators, seedData: example, store: connection.store('t') })
    onTestFinished(async () => {
      await harness.close()
      await connection.close()
    })
    return harness as unknown as Harness
  }
  return Promise.all([open(), open()])
}

test('seed data is planted once, by whichever server comes first, and both have it', async () => {
  const [one, other] = await openTwo()
  const { seedData } = await one.seedData()
  expect(await other.seedData()).toEqual({ seedData, omitted: [] })
  expect(await other.faults.list()).toHaveLength(1)
  expect((await one.state.page('person-monitoring', 'bundles')).items).toHaveLength(2)
})

test('a reset on one server plants it again for both', async () => {
  const [one, other] = await openTwo()
  const before = await one.seedData()
  await other.scenarios.load('bundle-created', { id: 'later' })
  await other.faults.clear()
  await one.reset()
  expect(await other.seedData()).toEqual(before)
  expect(await one.seedData()).toEqual(before)
})
