import { expect } from 'vitest'
import { startReceiver } from '../receiver.ts'
import { everywhere, type Place } from './everywhere.ts'

const START = '2026-01-01T00:00:00.000Z'
const ASTRID = '198001022386'

async function signIn({ fetch }: Place): Promise<Response> {
  return fetch('https://indkaldelse.test/connect/token', {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('tvilling:tvilling')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
}

async function withHook(place: Place, run: (url: string, received: unknown[]) => Promise<void>) {
  const receiver = await startReceiver()
  await place.control.scenarios.load('webhook-registered', { url: receiver.url })
  await run(receiver.url, receiver.received).finally(receiver.close)
}

everywhere('clock: read, set, advance by and to', async ({ control: { clock } }) => {
  expect(await clock.read()).toEqual({ now: START, mode: 'manual', factor: 1 })
  expect(await clock.advance('PT1H')).toEqual({
    now: '2026-01-01T01:00:00.000Z',
    transitions: [],
    deliveries: [],
  })
  expect((await clock.advance({ by: 'PT1H' })).now).toBe('2026-01-01T02:00:00.000Z')
  expect((await clock.advance({ to: '2026-02-01T00:00:00Z' })).now).toBe('2026-02-01T00:00:00.000Z')
  const moved = { now: '2026-03-01T00:00:00.000Z', mode: 'manual', factor: 1 }
  expect(await clock.set({ now: '2026-03-01T00:00:00Z' })).toEqual(moved)
  expect(await clock.set({ mode: 'real', factor: 60 })).toMatchObject({ mode: 'real', factor: 60 })
  expect(await clock.set({ mode: 'manual' })).toMatchObject({ mode: 'manual', factor: 1 })
})

everywhere('scenarios: list, load; state: pages and transitions', async ({ control }) => {
  const { scenarios, state, clock } = control
  expect((await scenarios.list()).map(({ name }) => name)).toContain('consumers-uploaded')
  expect(await scenarios.load('consumers-uploaded', { count: 3 })).toBeTypeOf('object')
  const first = await state.page('consumer-intelligence', 'consumers', { limit: 2 })
  expect(first.items).toHaveLength(2)
  const second = await state.page('consumer-intelligence', 'consumers', { after: String(first.next) })
  expect([second.items.length, second.next]).toEqual([1, null])
  const key = String(second.items[0]?.key)
  expect(await state.transition('consumer-intelligence', 'consumers', key, 'IDENTIFYING')).toMatchObject({
    state: 'IDENTIFYING',
  })
  const { transitions } = await clock.advance('PT30S')
  expect(transitions.map(({ from, to }) => `${from} ${to}`)).toEqual(Array(2).fill('UPLOADED IDENTIFYING'))
})

everywhere('subjects, simulators and contracts tell what there is', async ({ control }) => {
  expect(await control.subjects.list()).toContainEqual(expect.objectContaining({ number: ASTRID }))
  const [first] = await control.simulators.list()
  expect(first).toMatchObject({ name: 'consumer-intelligence', collections: expect.any(Array) })
  expect(await control.contract('indkaldelse')).toMatchObject({ openapi: expect.stringMatching(/^3\.1/) })
})

everywhere('people and events: what changes is returned', async (place) => {
  const { people, events, deliveries } = place.control
  await withHook(place, async (_url, received) => {
    await place.control.scenarios.load('person-subscribed', {})
    expect(await people.change(ASTRID, { familyName: 'Holm' })).toMatchObject({ familyName: 'Holm' })
    expect(await events.fire({ simulator: 'consumer-intelligence', event: 'PING' })).toBeTypeOf('object')
    await deliveries.settled()
    const sent = await deliveries.list()
    expect(sent.map(({ event }) => event)).toContain('PERSON_CHANGED')
    expect(received).toHaveLength(sent.length)
  })
})

everywhere('deliveries: list, settled, explain, redeliver', async (place) => {
  const { deliveries } = place.control
  await withHook(place, async (url, received) => {
    await deliveries.settled()
    const [ping, ...others] = await deliveries.list({
      simulator: 'consumer-intelligence',
      state: 'DELIVERED',
    })
    expect(others).toEqual([])
    expect(ping).toMatchObject({ event: 'PING', url, state: 'DELIVERED' })
    expect(ping).not.toHaveProperty('secret')
    expect(await deliveries.redeliver(String(ping?.id))).toMatchObject({ state: 'PENDING' })
    await deliveries.settled()
    expect(received).toHaveLength(2)
    expect(await deliveries.explain()).toContain('PING')
    expect(await deliveries.list({ state: 'FAILED' })).toEqual([])
  })
})

everywhere('faults: add, list, meet, clear', async (place) => {
  const { faults } = place.control
  const fault = { simulator: 'indkaldelse', operation: 'requestToken', fault: 'status', status: 400 } as const
  const first = await faults.add({ ...fault, times: 1 })
  expect(first).toMatchObject({ ...fault, times: 1, matched: 0 })
  expect((await signIn(place)).status).toBe(400)
  expect((await signIn(place)).status).toBe(200)
  const { id } = await faults.add(fault)
  expect((await faults.list()).map((listed) => listed.id)).toEqual([id])
  await faults.clear(id)
  expect(await faults.list()).toEqual([])
  await faults.add(fault)
  await faults.clear()
  expect(await faults.list()).toEqual([])
})

everywhere('journal: find, explain, actions, har, clear', async (place) => {
  const { journal, clock } = place.control
  await signIn(place)
  await clock.advance('PT1H')
  await signIn(place)
  const later = await journal.find({ operation: 'requestToken', status: 200, since: '2026-01-01T00:30:00Z' })
  expect(later.map(({ id, at }) => [id, at])).toEqual([[2, '2026-01-01T01:00:00.000Z']])
  expect(await journal.find({ limit: 1 })).toEqual(later)
  expect(await journal.explain()).toContain('/connect/token')
  expect((await journal.actions()).length).toBe(1)
  expect((await journal.har()).log.entries).toHaveLength(2)
  await journal.clear()
  expect(await journal.find()).toEqual([])
})

everywhere('tokens: one that was not issued here is accepted', async ({ control, fetch }) => {
  expect(await control.tokens.accept({ token: 'abc', simulator: 'person-monitoring' })).toEqual({
    token: 'abc',
    client: 'tvilling',
    simulators: ['person-monitoring'],
  })
  const bundles = await fetch('https://api.roaring.io/se/person/monitoring/1.0/bundles', {
    headers: { authorization: 'Bearer abc' },
  })
  expect(bundles.status).toBe(200)
})

everywhere('snapshot, restore and reset go back', async (place) => {
  const { scenarios, state, snapshot, restore, reset, clock, journal } = place.control
  const count = async () => (await state.page('consumer-intelligence', 'consumers')).items.length
  await scenarios.load('consumers-uploaded', { count: 2 })
  await clock.advance('PT1H')
  const before = await snapshot()
  await scenarios.load('consumers-uploaded', { count: 5, prefix: 'more-' })
  await clock.advance('PT1H')
  expect(await count()).toBe(7)
  await restore(before)
  expect([await count(), (await clock.read()).now]).toEqual([2, '2026-01-01T01:00:00.000Z'])
  await signIn(place)
  await reset()
  expect([await count(), (await clock.read()).now, await journal.find()]).toEqual([0, START, []])
})
