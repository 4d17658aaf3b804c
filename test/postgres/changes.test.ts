import { expect, test } from 'vitest'
import { HARNESS, job, nextChange, openTwoServers, takeSeat } from './two-servers.ts'

test('jobs, values and a reset wake the other server; counters, documents and refused work do not', async () => {
  await using servers = await openTwoServers()
  const { one, other } = servers
  let woken = 0
  other.shared.onChange(() => {
    woken += 1
  })
  let self = 0
  one.shared.onChange(() => {
    self += 1
  })
  await one.store.setMeta('drawn', '7')
  await one.store.setMeta('exchanges', '8')
  await one.notes.put({ id: 'n' })
  await one.store
    .transaction(() => one.store.jobs.add(job('undone')).then(() => Promise.reject(new Error('no'))))
    .catch(() => {})
  for (const change of [
    () => one.store.setMeta('clock', '{}'),
    () => one.store.jobs.add(job('s')),
    () => one.store.jobs.postpone(1, 5),
    () => one.store.jobs.remove(1),
    () => one.store.clear(),
  ]) {
    const told = nextChange(other)
    await change()
    await told
  }
  // One that only claims wakes nobody.
  expect(woken).toBe(5)
  expect(self).toBe(0)
})

test('a reset by one server is seen by the other: its content is gone, and its epoch has grown', async () => {
  await using servers = await openTwoServers()
  const { one, other } = servers
  await one.notes.put({ id: 'n' })
  const epoch = () => other.store.transaction(async () => other.shared.epoch())
  const before = await epoch()
  expect(await epoch()).toBe(before)
  await one.store.clear()
  expect(await epoch()).toBeGreaterThan(before)
  expect(await other.notes.count()).toBe(0)
})

test('harnesses are named, kept apart, and removed everywhere', async () => {
  await using servers = await openTwoServers()
  const { one, other } = servers
  const b = one.database.store('b')
  await b.setMeta('of', 'b')
  await one.notes.put({ id: 'n' })
  expect(await other.database.names()).toEqual(['a', 'b'])

  const removed = new Promise<string>((tell) => other.database.onRemoved(tell))
  await one.database.remove(HARNESS)
  expect(await removed).toBe(HARNESS)
  expect(await other.database.names()).toEqual(['b'])
  expect(await b.getMeta('of')).toBe('b')
  // A store of what was removed does not bring it back; a new one begins anew.
  await expect(other.store.setMeta('m', '1')).rejects.toMatchObject({ name: 'StoreUnavailable' })
  expect(await other.database.names()).toEqual(['b'])
  await using again = await takeSeat(servers.test.url)
  expect(await again.notes.count()).toBe(0)
})

test('one of 1,000 equal insertions at once over two servers succeeds', async () => {
  await using servers = await openTwoServers()
  const seats = [servers.one, servers.other]
  const won = await Promise.all(
    Array.from({ length: 1_000 }, (_, turn) => {
      const { store, notes } = seats[turn % 2] as (typeof seats)[number]
      return store.transaction(() => notes.insert({ id: 'request' }))
    }),
  )
  expect(won.filter(Boolean)).toHaveLength(1)
  expect(await servers.one.notes.count()).toBe(1)
}, 60_000)
