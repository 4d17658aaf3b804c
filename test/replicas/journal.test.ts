import { connectPostgres, createHarness } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import { logIn } from '../engine/sample.ts'
import { createTestDatabase } from '../postgres/database.ts'
import { openTwoHarnesses } from './two-harnesses.ts'

test('each server shows the exchanges of all, with numbers that are given once, in the order of their answers', async () => {
  await using two = await openTwoHarnesses()
  const callers = await Promise.all([two.one, two.other].map((harness) => logIn(harness)))
  await Promise.all(
    Array.from({ length: 40 }, (_, index) => callers[index % 2]?.call('GET', `/books?limit=${index + 1}`)),
  )
  const [seen, alsoSeen] = [await two.one.journal.find(), await two.other.journal.find()]
  expect(seen.map(({ id }) => id)).toEqual(Array.from({ length: 42 }, (_, index) => index + 1))
  expect(alsoSeen).toEqual(seen)
  expect(await two.other.journal.find({ operation: 'requestToken', limit: 1 })).toMatchObject([{ id: 2 }])
})

test('what control does on one server shows on the other, and a journal that is cleared is empty for both', async () => {
  await using two = await openTwoHarnesses()
  await two.one.clock.advance('PT1H')
  expect(await two.other.journal.actions()).toMatchObject([{ action: 'clock.advance', input: ['PT1H'] }])
  expect(await two.other.journal.explain()).toContain('control: clock.advance("PT1H")')
  await two.other.journal.clear()
  expect(await two.one.journal.actions()).toEqual([])
})

test('a 404 on one server names the exchange on the other one that deleted what is gone', async () => {
  const database = await createTestDatabase()
  const connections = [await connectPostgres(database.url), await connectPostgres(database.url)]
  const [one, other] = await Promise.all(
    connections.map((connection) =>
      createHarness({ simulators, now: '2026-01-01T00:00:00Z', store: connection.store('t') }),
    ),
  )
  if (!one || !other) throw new Error('There are two.')
  await one.tokens.accept({ token: 't', client: 'tvilling' })
  const call = (harness: typeof one, method: string, path: string, body?: unknown) =>
    harness.fetch(`https://api.bisnode.com/consumer-intelligence/v3/webhooks${path}`, {
      method,
      headers: { authorization: 'Bearer t', 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const created = await call(one, 'POST', '', { url: 'http://127.0.0.1:9/', events: ['CONSUMER_UPLOADED'] })
  const { id } = (await created.json()) as { id: string }
  const deleted = await call(one, 'DELETE', `/${id}`)
  const gone = await call(other, 'DELETE', `/${id}`)
  expect(gone.status).toBe(404)
  expect(gone.headers.get('x-tvilling-reason')).toContain(
    `exchange ${deleted.headers.get('x-tvilling-exchange')} deleted it`,
  )
  expect(await other.journal.explain()).not.toContain('deletion')
  await Promise.all([one.close(), other.close()])
  await Promise.all(connections.map((connection) => connection.close()))
  await database[Symbol.asyncDispose]()
})
