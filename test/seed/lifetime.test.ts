import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from 'tvilling'
import { expect, onTestFinished, test } from 'vitest'
import { type AnySeed, example, seeded } from './seeded.ts'

const bundlesOf = async (harness: AnySeed) =>
  (await harness.state.page('person-monitoring', 'bundles')).items.map(({ value }: AnySeed) => value.id)

test('a reset plants again', async () => {
  const harness = await seeded(example)
  const before = await harness.seedData()
  await harness.people.change('198001022386', { familyName: 'Nyström' })
  await harness.faults.clear()
  await harness.scenarios.load('bundle-created', { id: 'other' })
  await harness.reset()
  expect(await harness.seedData()).toEqual(before)
})

test('other seed data replaces it, also for later resets', async () => {
  const harness = await seeded(example)
  await harness.replant({ 'person-monitoring': { bundles: [{ id: 'new' }] } } as AnySeed)
  expect(await bundlesOf(harness)).toEqual(['new'])
  await harness.reset()
  expect(await bundlesOf(harness)).toEqual(['new'])
})

test('other seed data with a mistake changes nothing', async () => {
  const harness = await seeded(example)
  await harness.scenarios.load('bundle-created', { id: 'later' })
  const before = await harness.seedData()
  const wrong = { 'person-monitoring': { bundles: [{ id: 'new' }, { id: 'b', client: 'them' }] } } as AnySeed
  await expect(harness.replant(wrong)).rejects.toThrow('has no client "them"')
  expect(await harness.seedData()).toEqual(before)
})

test('a store that survives a restart has it already', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-seed-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'store')
  const first = await seeded(example, { store: openSqliteStore(file) })
  await first.scenarios.load('bundle-created', { id: 'other' })
  const before = await first.seedData()
  await first.close()
  const second = await seeded(
    { 'person-monitoring': { bundles: [{ id: 'new' }] } },
    { store: openSqliteStore(file) },
  )
  expect(await second.seedData()).toEqual(before)
  await second.reset()
  expect(await bundlesOf(second)).toEqual(['new'])
})

test('a snapshot is restored into a harness without the seed data', async () => {
  const first = await seeded(example)
  const second = await seeded({})
  await second.restore(await first.snapshot())
  expect(await second.seedData()).toEqual(await first.seedData())
})

test('an option counts more than the clock of the data', async () => {
  const harness = await seeded(example, { now: '2026-03-01T00:00:00Z', clock: { mode: 'real', factor: 2 } })
  expect(await harness.clock.read()).toMatchObject({ mode: 'real', factor: 2 })
  expect((await harness.clock.read()).now).toMatch(/^2026-03-01/)
})

test('several parts are put together, and refer to each other', async () => {
  const { people, ...others } = example
  const harness = await seeded([others, { people }])
  expect(await harness.seedData()).toEqual(await (await seeded(example)).seedData())
})
