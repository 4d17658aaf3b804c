import { expect, test } from 'vitest'
import { job, nextChange, openTwoServers } from './two-servers.ts'

test('a job is claimed by one of two servers, however many ask at once', async () => {
  await using servers = await openTwoServers()
  const { one, other } = servers
  const ids = await one.store.transaction(async () => {
    const added: number[] = []
    for (let subject = 0; subject < 30; subject += 1) added.push(await one.store.jobs.add(job(`s${subject}`)))
    return added
  })
  const claims = await Promise.all(ids.flatMap((id) => [one, other].map(({ store }) => store.jobs.claim(id))))
  expect(claims.filter(Boolean)).toHaveLength(30)
  expect(await one.store.jobs.earliest(10, 100)).toEqual([])
  expect(await other.store.jobs.count()).toBe(30)
})

test('while a server has claimed a job of a subject, no other server gets a job of that subject', async () => {
  await using servers = await openTwoServers()
  const { one, other } = servers
  const first = await one.store.jobs.add(job('lane', 1))
  const second = await one.store.jobs.add(job('lane', 1))
  const elsewhere = await one.store.jobs.add(job('elsewhere', 2))
  const otherSimulator = await one.store.jobs.add({ ...job('lane', 3), simulator: 'n' })
  expect(await one.store.jobs.claim(first)).toBe(true)

  expect(await other.store.jobs.nextDue()).toBe(2)
  expect((await other.store.jobs.earliest(9, 9)).map(({ id }) => id)).toEqual([elsewhere])
  expect(await other.store.jobs.claim(second)).toBe(false)
  expect(await other.store.jobs.claim(otherSimulator)).toBe(true)
  // For the server itself its own lane is open: it keeps the order.
  expect(await one.store.jobs.nextDue()).toBe(1)

  const told = nextChange(other)
  await one.store.jobs.remove(first)
  await told
  expect(await other.store.jobs.nextDue()).toBe(1)
  expect(await other.store.jobs.claim(second)).toBe(true)
})

test('a postponed job is free for others, and so are the claims of a store that was closed', async () => {
  await using servers = await openTwoServers()
  const { one, other } = servers
  const postponed = await one.store.jobs.add(job('p'))
  const left = await one.store.jobs.add(job('l'))
  await one.store.jobs.claim(postponed)
  await one.store.jobs.claim(left)
  await one.store.jobs.postpone(postponed, 7)
  expect(await other.store.jobs.claim(postponed)).toBe(true)
  expect(await other.store.jobs.claim(left)).toBe(false)

  const told = nextChange(other)
  await one.store.close()
  await told
  expect(await other.store.jobs.claim(left)).toBe(true)
})
