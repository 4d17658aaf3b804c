import { expect, test } from 'vitest'
import { nextChange, openTwoServers } from './two-servers.ts'

test('exclusive work of two servers takes turns, and each knows whether the other has it', async () => {
  await using servers = await openTwoServers()
  const { one, other } = servers
  const happened: string[] = []
  let inside = 0
  const work = (seat: typeof one, name: string) =>
    seat.shared.exclusive(async () => {
      inside += 1
      expect(inside).toBe(1)
      await seat.store.transaction(() => seat.notes.put({ id: name }))
      happened.push(name)
      inside -= 1
    })
  await Promise.all([1, 2, 3].flatMap((turn) => [work(one, `one ${turn}`), work(other, `other ${turn}`)]))
  expect(happened.filter((name) => name.startsWith('one'))).toEqual(['one 1', 'one 2', 'one 3'])
  expect(happened.filter((name) => name.startsWith('other'))).toEqual(['other 1', 'other 2', 'other 3'])
})

test('a transaction sees that another server is in exclusive work, and is told when it ends', async () => {
  await using servers = await openTwoServers()
  const { one, other } = servers
  const isHeld = ({ store, shared }: typeof one) => store.transaction(async () => shared.isHeldByOther())
  const ended = await one.shared.exclusive(async () => {
    expect(await isHeld(one)).toBe(false)
    expect(await isHeld(other)).toBe(true)
    return nextChangeOf(other)
  })
  await ended.change
  expect(await isHeld(other)).toBe(false)
})

test('exclusive work that throws ends its turn', async () => {
  await using servers = await openTwoServers()
  const { one, other } = servers
  const failing = one.shared.exclusive(async () => {
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await other.shared.exclusive(async () => 'yes')).toBe('yes')
})

/** In an object, since a promise in a promise would be waited for. */
const nextChangeOf = (seat: Parameters<typeof nextChange>[0]) => ({ change: nextChange(seat) })
