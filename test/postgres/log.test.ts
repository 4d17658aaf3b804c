import { expect, test } from 'vitest'
import { openTwoServers } from './two-servers.ts'

const entry = (turn: number, operation = 'o', bytes = 10) => ({
  turn,
  labels: { kind: 'exchange', simulator: 'm', operation, status: 200 },
  json: JSON.stringify('ä'.repeat((bytes - 2) / 2)),
})

test('the journal of two servers is one, in the order of turns, found by labels', async () => {
  await using servers = await openTwoServers()
  const [one, other] = [servers.one.shared.log, servers.other.shared.log]
  await Promise.all([one.append([entry(1), entry(4)]), other.append([entry(3, 'p')]), one.append([entry(2)])])
  await other.append([{ turn: 5, labels: { kind: 'event' }, json: '"\\u0000"' }])
  expect((await other.latest(9)).map(({ turn }) => turn)).toEqual([1, 2, 3, 4, 5])
  expect((await one.latest(2)).map(({ turn }) => turn)).toEqual([4, 5])
  expect(await one.latest(9, { operation: 'p' })).toEqual([entry(3, 'p')])
  expect(await one.latest(9, { kind: 'event' })).toEqual([
    { turn: 5, labels: { kind: 'event' }, json: '"\\u0000"' },
  ])
  expect(await one.latest(9, { status: 404 })).toEqual([])
})

test('the oldest entries of the journal are dropped until so many entries and bytes are left', async () => {
  await using servers = await openTwoServers()
  const { log } = servers.one.shared
  await log.append([1, 2, 3, 4, 5].map((turn) => entry(turn, 'o', 100)))
  expect(await log.trim(4, 1_000)).toBe(1)
  expect(await log.trim(4, 1_000)).toBe(0)
  expect(await log.trim(9, 299)).toBe(2)
  expect((await log.latest(9)).map(({ turn }) => turn)).toEqual([4, 5])
  await log.append([entry(6)])
  await servers.other.shared.log.clear()
  expect(await log.latest(9)).toEqual([])
})

test('entries that come while others are written are written together', async () => {
  await using servers = await openTwoServers()
  const { log } = servers.one.shared
  await Promise.all(Array.from({ length: 2_500 }, (_, turn) => log.append([entry(turn)])))
  const [{ statements } = {}] = await servers.test.sql(
    'SELECT count(DISTINCT xmin::text)::int AS statements FROM tvilling.log',
  )
  expect(statements).toBeLessThan(10)
  expect(await log.latest(9_999)).toHaveLength(2_500)
})
