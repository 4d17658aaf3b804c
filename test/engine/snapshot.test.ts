import { createHarness, type Harness, type Snapshot, UsageError } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { describe, expect, test } from 'vitest'
import { mailbox } from './mailbox.ts'
import { logIn, ORIGIN, openLibrary } from './sample.ts'
import { STORES } from './stores.ts'

describe.each(STORES)('over %s', (_, openStore) => {
  const overTheWire = (snapshot: Snapshot): Snapshot => JSON.parse(JSON.stringify(snapshot))

  /** A harness in the middle of its life, with a token that goes on in whoever restores it. */
  async function livedIn() {
    const receivers = mailbox(() => 500)
    const harness = await openLibrary({ store: openStore(), seed: 5, webhooks: { send: receivers.send } })
    const { call, token } = await logIn(harness)
    await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
    for (const id of ['b1', 'b2', 'b3']) await call('POST', '/books', { id, title: id, pages: 1 })
    await call('DELETE', '/books/b3')
    await call('PUT', '/books/b1/loans/l1')
    await harness.people.change('1', { town: 'Odense' })
    await harness.events.fire({ simulator: 'library', event: 'CLOSED', until: '2026-01-02' })
    const fault = { simulator: 'library', operation: 'readBook', fault: 'status', status: 500 } as const
    await harness.faults.add({ ...fault, times: 2 })
    await call('GET', '/books/b1')
    await harness.clock.advance('PT30S')
    return { harness, token }
  }

  /** What a client and a test see of the rest of a harness's life. */
  async function future(harness: Awaited<ReturnType<typeof openLibrary>>, token: string): Promise<unknown[]> {
    const seen: unknown[] = []
    const call = async (method: string, path: string, body?: unknown) => {
      const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
      const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
      const response = await harness.fetch(`${ORIGIN}${path}`, init)
      seen.push([response.status, [...response.headers], await response.text()])
    }
    seen.push(await harness.clock.read(), await harness.faults.list(), await harness.deliveries.list())
    await call('GET', '/books/b1')
    await call('GET', '/books/b1')
    await call('POST', '/books', { id: 'b4', title: 'b4', pages: 1 })
    await call('PUT', '/books/b2/loans/l2')
    seen.push((await harness.state.page('library', 'books')).items)
    seen.push(await harness.clock.advance('P15D'))
    seen.push((await harness.state.page('library', 'loans')).items, await harness.deliveries.list())
    return seen
  }

  test('after a restore all goes on as it would have gone on, in the same harness and in another', async () => {
    const { harness, token } = await livedIn()
    const snapshot = overTheWire(await harness.snapshot())
    const expected = await future(harness, token)
    expect(await harness.faults.list()).toEqual([])

    await harness.restore(snapshot)
    expect(overTheWire(await harness.snapshot())).toMatchObject({ seed: 5, clock: snapshot.clock })
    // Only the numbers of its exchanges go on: the journal keeps what took place.
    const again = await future(harness, token)
    const withoutNumbers = (seen: unknown) =>
      JSON.stringify(seen).replace(/\["x-tvilling-exchange","\d+"\]/g, '')
    expect(withoutNumbers(again)).toBe(withoutNumbers(expected))

    await using other = await openLibrary({
      store: openStore(),
      seed: 99,
      webhooks: { send: mailbox(() => 500).send },
    })
    await other.restore(snapshot)
    expect(await future(other, token)).toEqual(expected)
    await other.reset()
    expect((await other.state.page('library', 'books')).items).toEqual([])
    await harness.close()
  })

  test('a snapshot of a clock that runs goes on from its instant, at its speed', async () => {
    await using running = await openLibrary({ store: openStore(), clock: { mode: 'real', factor: 10 } })
    await running.clock.set({ now: '2030-01-01T00:00:00Z' })
    const snapshot = await running.snapshot()
    await using other = await openLibrary({ store: openStore() })
    await other.restore(snapshot)
    const { now, mode, factor } = await other.clock.read()
    expect({ mode, factor, year: now.slice(0, 4) }).toEqual({ mode: 'real', factor: 10, year: '2030' })
  })

  test('snapshots of all five simulators restore', async () => {
    await using harness: Harness = await createHarness({
      store: openStore(),
      simulators,
      now: '2026-01-01T00:00:00Z',
    })
    for (const { name, parameters } of await harness.scenarios.list()) {
      const needed = Object.values(parameters).some((schema) => !('default' in schema) && !schema['optional'])
      if (!needed) await harness.scenarios.load(name).catch(() => {})
    }
    const snapshot = overTheWire(await harness.snapshot())
    await using other = await createHarness({ store: openStore(), simulators: [...simulators].reverse() })
    await other.restore(snapshot)
    const { simulators: names, ...rest } = overTheWire(await other.snapshot())
    expect([...names].sort()).toEqual([...snapshot.simulators].sort())
    expect(rest.store.collections).toEqual(snapshot.store.collections)
    expect(rest.store.jobs).toEqual(snapshot.store.jobs)
  })

  describe('what cannot be restored is refused in one sentence, and changes nothing', () => {
    const mistakes: [string, (snapshot: Snapshot) => unknown, RegExp][] = [
      ['nothing', () => null, /^This is no snapshot that can be restored: it is no JSON object\.$/],
      ['something else', () => ({ books: [] }), /its member "tvilling" is not 1\.$/],
      [
        'a broken clock',
        (whole) => ({ ...whole, clock: { now: 'today' } }),
        /"clock" is no reading of a clock\.$/,
      ],
      ['no store', ({ store, ...rest }) => rest, /"store" is missing\.$/],
      [
        'a broken collection',
        (whole) => ({ ...whole, store: { ...whole.store, collections: { 'library/books': { rows: 1 } } } }),
        /the collection "library\/books" is broken\.$/,
      ],
      [
        'a collection that nobody has',
        (whole) => ({ ...whole, store: { ...whole.store, collections: { zoo: { last: 0, rows: [] } } } }),
        /^The snapshot is broken: Nothing here has the collection "zoo"\.$/,
      ],
      [
        'a document without a key',
        (whole) => ({
          ...whole,
          store: {
            ...whole.store,
            collections: { 'library/books': { last: 1, rows: [{ position: 1, doc: {} }] } },
          },
        }),
        /^The snapshot is broken: .+\.$/,
      ],
      [
        'other simulators',
        (whole) => ({ ...whole, simulators: ['archive'] }),
        /^The snapshot is of the simulators archive; here are library\.$/,
      ],
      [
        'a fault of no operation',
        (whole) => ({
          ...whole,
          faults: {
            made: 1,
            declared: [
              {
                id: 'f1',
                matched: 0,
                drawn: 0,
                declaration: { simulator: 'library', operation: 'no', fault: 'reset' },
              },
            ],
          },
        }),
        /^There is no operation of library "no"/,
      ],
    ]
    test.each(mistakes)('%s', async (_, spoil, expected) => {
      const { harness } = await livedIn()
      const before = overTheWire(await harness.snapshot())
      const restored = harness.restore(spoil(overTheWire(before)) as Snapshot)
      await expect(restored).rejects.toThrow(UsageError)
      await expect(harness.restore(spoil(overTheWire(before)) as Snapshot)).rejects.toThrow(expected)
      expect(overTheWire(await harness.snapshot())).toEqual(before)
      await harness.close()
    })
  })
})
