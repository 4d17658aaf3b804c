import { openSqliteStore } from 'tvilling'
import { expect, test } from 'vitest'
import { logIn, ORIGIN, openLibrary } from './sample.ts'

test('the journal is valid HAR 1.2: requests, answers, bytes in base64, times of the harness', async () => {
  await using harness = await openLibrary({ seed: 3, settings: { library: { fines: 7 } } })
  const { call } = await logIn(harness)
  await harness.clock.advance('PT1H30M')
  await call('GET', '/books?limit=2&new=true')
  await harness.fetch(`${ORIGIN}/mischief/x`, { method: 'POST', body: new Uint8Array([0xff, 0x00]) })
  const { log } = await harness.journal.har()
  expect(log).toMatchObject({ version: '1.2', creator: { name: 'tvilling', version: expect.any(String) } })
  expect(log._tvilling).toMatchObject({
    seed: 3,
    start: '2026-01-01T00:00:00.000Z',
    clock: { mode: 'manual', factor: 1 },
    simulators: ['library'],
    settings: { library: { fines: 7 } },
    complete: true,
  })
  const [, listed, bytes] = log.entries
  expect(listed).toEqual({
    startedDateTime: '2026-01-01T01:30:00.000Z',
    time: 0,
    request: {
      method: 'GET',
      url: `${ORIGIN}/books?limit=2&new=true`,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: expect.arrayContaining([{ name: 'authorization', value: expect.stringMatching(/^Bearer /) }]),
      queryString: [
        { name: 'limit', value: '2' },
        { name: 'new', value: 'true' },
      ],
      headersSize: -1,
      bodySize: 0,
    },
    response: {
      status: 401,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: expect.arrayContaining([{ name: 'x-tvilling-exchange', value: '2' }]),
      content: {
        size: expect.any(Number),
        mimeType: 'application/json',
        text: expect.stringContaining('expired'),
      },
      redirectURL: '',
      headersSize: -1,
      bodySize: expect.any(Number),
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
    _tvilling: {
      exchange: 2,
      turn: expect.any(Number),
      operation: 'library.listBooks',
      reason: 'The token has expired.',
    },
  })
  expect(bytes?.request.postData).toMatchObject({ text: '/wA=', _encoding: 'base64' })
})

test('what control did stands beside the exchanges, in the order in which it took effect', async () => {
  await using harness = await openLibrary()
  await harness.scenarios.load('shelf', { shelf: 'A' })
  const { call } = await logIn(harness)
  await harness.people.change('1', { town: 'Odense' })
  await call('GET', '/books')
  await harness.clock.advance('PT1M')
  await harness.faults.clear()
  expect(await harness.journal.actions()).toEqual([
    {
      at: '2026-01-01T00:00:00.000Z',
      action: 'scenarios.load',
      input: ['shelf', { count: 2, shelf: 'A' }],
    },
    { at: '2026-01-01T00:00:00.000Z', action: 'people.change', input: ['1', { town: 'Odense' }] },
    { at: '2026-01-01T00:00:00.000Z', action: 'clock.advance', input: ['PT1M'] },
    { at: '2026-01-01T00:01:00.000Z', action: 'faults.clear', input: [] },
  ])
  expect(await harness.journal.find()).toHaveLength(2)
  const { entries, _tvilling } = (await harness.journal.har()).log
  const order = [
    ...entries.map(({ _tvilling: { turn, exchange } }) => ({ turn, what: exchange })),
    ..._tvilling.events.map((event) => ({
      turn: event.turn,
      what: 'action' in event ? event.action : event.kind,
    })),
  ].sort((a, b) => a.turn - b.turn)
  expect(order.map(({ what }) => what)).toEqual([
    'scenarios.load',
    1,
    'people.change',
    2,
    'clock.advance',
    'faults.clear',
  ])
})

test('a journal that lacks something says so, until a reset', async () => {
  await using harness = await openLibrary({ journal: { exchanges: 3 } })
  const complete = async () => (await harness.journal.har()).log._tvilling
  for (let turn = 0; turn < 4; turn += 1) await harness.fetch(`${ORIGIN}/books`)
  expect(await complete()).toMatchObject({
    complete: false,
    incomplete: expect.stringMatching(/^Its oldest exchanges were dropped: it keeps 3 /),
  })
  await harness.reset()
  expect(await complete()).toMatchObject({ complete: true })
  await harness.journal.clear()
  expect(await complete()).toMatchObject({ complete: false, incomplete: 'It was cleared.' })
})

test('so does one of a store that held something before', async () => {
  const store = openSqliteStore(':memory:')
  await store.transaction(() => store.setMeta('clock', '{"mode":"manual","factor":1,"virtual":0,"wall":0}'))
  await using harness = await openLibrary({ store })
  expect((await harness.journal.har()).log._tvilling).toMatchObject({ complete: false })
})
