import { expect, test } from 'vitest'
import { createTestDatabase } from './database.ts'
import { openGate } from './gate.ts'
import { startPostgresServer } from './server.ts'
import { job, nextChange, openTwoServers, type Seat, takeSeat } from './two-servers.ts'

const UNAVAILABLE = { name: 'StoreUnavailable' }

/** Until the connection was restored, which wakes everybody. */
async function restored(seat: Seat, restore: () => unknown): Promise<void> {
  const back = nextChange(seat)
  await restore()
  await back
}

test.concurrent('a transaction whose connection is ended is undone, and the next one has another connection', async () => {
  await using servers = await openTwoServers()
  const { one } = servers
  const lost = one.store.transaction(async () => {
    await one.notes.put({ id: 'half' })
    await one.notes.count()
    await servers.test.sql(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = current_database()",
    )
    await one.notes.put({ id: 'other half' })
  })
  await expect(lost).rejects.toMatchObject(UNAVAILABLE)
  await one.notes.put({ id: 'whole' })
  expect((await one.notes.page({ limit: 9 })).rows.map(({ doc }) => doc.id)).toEqual(['whole'])
})

test.concurrent('when every connection is ended, all goes on after they are restored, and everybody is woken', async () => {
  await using servers = await openTwoServers()
  const { one } = servers
  await one.notes.put({ id: 'kept' })
  await restored(one, () =>
    servers.test.sql(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    ),
  )
  expect(await one.notes.count()).toBe(1)
  const told = nextChange(servers.other)
  await one.store.jobs.add(job('s'))
  await told
})

test.concurrent('while the server is stopped calls fail at once, and when it is started again nothing is missing', async () => {
  const server = await startPostgresServer()
  const database = await createTestDatabase(server.url)
  const one = await takeSeat(database.url)
  await one.notes.put({ id: 'kept' })
  await one.store.jobs.claim(await one.store.jobs.add(job('s')))

  await server.stop()
  await expect(one.notes.get('kept')).rejects.toMatchObject(UNAVAILABLE)
  await expect(one.store.transaction(() => one.notes.put({ id: 'no' }))).rejects.toMatchObject(UNAVAILABLE)
  await expect(one.shared.exclusive(async () => {})).rejects.toMatchObject(UNAVAILABLE)
  await expect(one.shared.log.append([{ turn: 1, labels: {}, json: '1' }])).rejects.toMatchObject(UNAVAILABLE)
  await expect(one.database.ping()).rejects.toMatchObject(UNAVAILABLE)

  await restored(one, () => server.start())
  await one.database.ping()
  expect((await one.notes.page({ limit: 9 })).rows.map(({ doc }) => doc.id)).toEqual(['kept'])
  expect(await one.store.jobs.nextDue()).toBeUndefined()
  expect(await one.store.jobs.remove(1)).toBe(true)
  await one.database.close()
  await server.remove()
}, 60_000)

test.concurrent('a database that is closed while the server is away does not wait for it', async () => {
  await using database = await createTestDatabase()
  await using gate = await openGate(database.url)
  const one = await takeSeat(gate.url)
  gate.close()
  await one.database.close()
})

test.concurrent('who waits for a turn fails when the connection is lost', async () => {
  await using database = await createTestDatabase()
  await using gate = await openGate(database.url)
  await using holder = await takeSeat(database.url)
  await using one = await takeSeat(gate.url)
  await holder.shared.exclusive(async () => {
    const waits = one.shared.exclusive(async () => {})
    const refused = expect(waits).rejects.toMatchObject(UNAVAILABLE)
    await one.store.transaction(async () => {})
    gate.close()
    await refused
  })
  await restored(one, () => gate.open())
  expect(await one.shared.exclusive(async () => 'mine')).toBe('mine')
})

test.concurrent('a server that stops answering counts as lost after the time-out of a beat', async () => {
  await using database = await createTestDatabase()
  await using gate = await openGate(database.url)
  await using one = await takeSeat(gate.url, { lease: 600 })
  gate.freeze()
  const turn = one.shared.exclusive(async () => {})
  const waiting = Array.from({ length: 20 }, () => one.notes.count())
  const results = await Promise.allSettled([turn, ...waiting])
  for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: UNAVAILABLE })
  await restored(one, () => gate.open())
  expect(await one.notes.count()).toBe(0)
}, 30_000)

test.concurrent('a commit that did not arrive wrote nothing', async () => {
  await using database = await createTestDatabase()
  await using gate = await openGate(database.url)
  await using one = await takeSeat(gate.url)
  await restored(one, async () => {
    gate.breakOn('COMMIT')
    await expect(one.notes.put({ id: 'n' })).rejects.toMatchObject(UNAVAILABLE)
  })
  expect(await one.notes.count()).toBe(0)
})

test.concurrent('a claim whose commit was not acknowledged is ended, so that the job is not lost', async () => {
  await using database = await createTestDatabase()
  await using gate = await openGate(database.url)
  await using one = await takeSeat(gate.url)
  const id = await one.store.jobs.add(job('s'))
  await restored(one, async () => {
    gate.breakAfter('COMMIT')
    await expect(one.store.jobs.claim(id)).rejects.toMatchObject(UNAVAILABLE)
  })
  expect(await one.store.jobs.claim(id)).toBe(true)
})
