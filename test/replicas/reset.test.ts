import { expect, test } from 'vitest'
import { logIn, ORIGIN } from '../engine/sample.ts'
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
