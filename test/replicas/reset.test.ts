import { connectPostgres } from 'tvilling'
import { expect, test } from 'vitest'
import { logIn, ORIGIN, openLibrary } from '../engine/sample.ts'
import { createTestDatabase } from '../postgres/database.ts'
import { openGate } from '../postgres/gate.ts'
import { openTwoHarnesses } from './two-harnesses.ts'

test('a reset on one server empties the harness of all: documents, clock, faults, journal, tokens', async () => {
  await using two = await openTwoHarnesses()
  const { call } = await logIn(two.other)
  await call('PUT', '/books/b1/loans/l1')
  await two.other.clock.advance('PT1H')
  await two.other.faults.add({ simulator: 'library', operation: 'listBooks', fault: 'reset' })
  await two.one.reset()
  expect(await two.other.clock.read()).toMatchObject({ now: '2026-01-01T00:00:00.000Z' })
  expect(await two.other.faults.list()).toEqual([])
  expect(await two.other.journal.find()).toEqual([])
  expect((await call('GET', '/books')).status).toBe(401)
  expect((await two.one.journal.find()).map(({ id }) => id)).toEqual([1])
})

test('an answer that a fault delays on one server is let go of by a reset on the other', async () => {
  await using two = await openTwoHarnesses()
  await logIn(two.one)
  await two.one.faults.add({ simulator: 'library', operation: 'requestToken', fault: 'delay', delay: 'PT1H' })
  const waiting = two.other.fetch(`${ORIGIN}/token`, { method: 'POST' })
  const failed = expect(waiting).rejects.toThrow()
  while ((await two.one.journal.find()).length < 2) await new Promise((done) => setTimeout(done, 5))
  await two.one.reset()
  await failed
})

test('a server that did nothing during a reset on another one takes all of it over afterwards', async () => {
  const database = await createTestDatabase()
  await using gate = await openGate(database.url)
  const connections = [await connectPostgres(database.url), await connectPostgres(gate.url)]
  const [one, other] = await Promise.all(
    connections.map((connection) => openLibrary({ store: connection.store('t') })),
  )
  if (!one || !other) throw new Error('There are two.')
  await other.faults.add({ simulator: 'library', operation: 'listBooks', fault: 'reset' })
  gate.close()
  await one.reset()
  gate.open()
  while ((await other.faults.list().catch(() => undefined)) === undefined) {
    await new Promise((done) => setTimeout(done, 20))
  }
  expect(await other.faults.list()).toEqual([])
  await Promise.all([one.close(), other.close()])
  await Promise.all(connections.map((connection) => connection.close()))
  await database[Symbol.asyncDispose]()
})
