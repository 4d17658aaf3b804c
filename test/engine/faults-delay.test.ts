import { connect } from 'tvilling'
import { startServer } from 'tvilling/server'
import { expect, test, vi } from 'vitest'
import { type Door, journey } from '../doors.ts'
import { library, logIn, ORIGIN, openLibrary, START } from './sample.ts'
import { quiet, turnedWall } from './wall.ts'

const delay = { simulator: 'library', operation: 'createBook', fault: 'delay' } as const
const book = (id: string) => ({ id, title: id, pages: 1 })

const taken = (control: Door['control'], count: number) =>
  vi.waitFor(
    async () => expect(await control.journal.find({ operation: 'createBook' })).toHaveLength(count),
    // Vitest looks every 50 ms otherwise, which is most of what these tests would take.
    { interval: 1 },
  )

journey(
  'a delayed operation is done at once; its answer comes when the clock has come so far',
  async (door) => {
    const { call } = await logIn(door)
    await door.control.faults.add({ ...delay, delay: 'PT2S', times: 1 })
    let answered = false
    const response = call('POST', '/books', book('b1')).finally(() => {
      answered = true
    })
    await taken(door.control, 1)
    expect((await call('GET', '/books/b1')).status).toBe(200)
    await door.control.clock.advance('PT1.999S')
    await quiet()
    expect(answered).toBe(false)
    await door.control.clock.advance('PT0.001S')
    expect((await response).status).toBe(201)
    expect((await response).headers.get('x-tvilling-reason')).toBe('The fault f1 (delay) was declared.')
  },
  { simulators: [library()] },
)

test('one advance answers in order of time, each after the work of its instant', async () => {
  await using harness = await openLibrary({ settings: { library: { fetching: 'PT2S' } } })
  const { call } = await logIn(harness)
  await call('PUT', '/books/b1/loans/l1')
  const order: string[] = []
  async function note(id: string) {
    const [{ now }, { items }] = await Promise.all([
      harness.clock.read(),
      harness.state.page('library', 'loans'),
    ])
    order.push(`${id} ${now} ${items[0]?.value['state']}`)
  }
  const delays = { late: 'PT3S', first: 'PT1S', second: 'PT2S', 'second too': 'PT2S' }
  for (const [index, [id, length]] of Object.entries(delays).entries()) {
    await harness.faults.add({ ...delay, delay: length, times: 1 })
    void call('POST', '/books', book(id)).then(() => note(id))
    await taken(harness, index + 1)
  }
  await harness.clock.advance('PT1H')
  expect(order).toEqual([
    'first 2026-01-01T00:00:01.000Z ORDERED',
    'second 2026-01-01T00:00:02.000Z READY',
    'second too 2026-01-01T00:00:02.000Z READY',
    'late 2026-01-01T00:00:03.000Z READY',
  ])
})

test('on a real clock it is the wall that is waited for', async () => {
  const wall = turnedWall()
  await using harness = await openLibrary({ wall, clock: { mode: 'real', factor: 10 } })
  const { call } = await logIn(harness)
  await harness.faults.add({ ...delay, delay: 'PT2S', times: 1 })
  let answered = false
  const response = call('POST', '/books', book('b1')).finally(() => {
    answered = true
  })
  await taken(harness, 1)
  await quiet()
  await wall.turn(190)
  expect(answered).toBe(false)
  await wall.turn(10)
  expect((await response).status).toBe(201)
})

test.each([
  [
    { from: 'PT1S', to: 'PT3S' },
    (seconds: number[]) => Math.min(...seconds) >= 1 && Math.max(...seconds) <= 3,
  ],
  [
    { median: 'PT1S', sigma: 0.5 },
    (seconds: number[]) => Math.min(...seconds) > 0.1 && Math.max(...seconds) < 10,
  ],
])('a spread of delays is drawn by the seed, and shifts nothing else: %o', async (spread, fits) => {
  async function run(seed: number, faulty: boolean) {
    await using harness = await openLibrary({ seed })
    const { call } = await logIn(harness)
    if (faulty) await harness.faults.add({ ...delay, delay: spread })
    const waits: number[] = []
    for (let turn = 0; turn < 20 && faulty; turn += 1) {
      const began = Date.parse((await harness.clock.read()).now)
      const answered = call('POST', '/books', book(`b${turn}`)).then(() => harness.clock.read())
      await taken(harness, turn + 1)
      await harness.clock.advance('PT1M')
      waits.push((Date.parse((await answered).now) - began) / 1_000)
    }
    const lent = await call('PUT', '/books/b1/loans/l1')
    return { waits, receipt: ((await lent.json()) as { receipt: string }).receipt }
  }
  const [one, again] = [await run(1, true), await run(1, true)]
  const [other, none] = [await run(2, true), await run(1, false)]
  expect(fits(one.waits), String(one.waits)).toBe(true)
  expect(new Set(one.waits).size).toBeGreaterThan(5)
  expect(again).toEqual(one)
  expect(other.waits).not.toEqual(one.waits)
  expect(none.receipt).toBe(one.receipt)
})

test('a reset breaks the connections that wait', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  await harness.faults.add({ ...delay, delay: 'PT2S' })
  const response = call('POST', '/books', book('b1')).catch((error: Error) => error.message)
  await taken(harness, 1)
  await harness.reset()
  expect(await response).toBe('fetch failed')
})

test('closing a harness, or a server, does not wait for them', async () => {
  const harness = await openLibrary()
  const { call } = await logIn(harness)
  await harness.faults.add({ ...delay, delay: 'PT2S' })
  const response = call('POST', '/books', book('b1')).catch((error: Error) => error.message)
  await taken(harness, 1)
  await harness.close()
  expect(await response).toBe('fetch failed')

  const server = await startServer({ port: 0, harness: { simulators: [library()], now: START } })
  const control = connect(server.url)
  await control.faults.add({ ...delay, operation: 'requestToken', delay: 'PT2S' })
  const token = fetch(server.url + new URL(`${ORIGIN}/token`).pathname, { method: 'POST' }).catch(
    (error: Error) => error.message,
  )
  await vi.waitFor(async () => expect(await control.journal.find()).toHaveLength(1))
  await server.close()
  expect(await token).toBe('fetch failed')
})
