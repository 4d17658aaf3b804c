import type { Harness } from 'tvilling'
import { expect, test, vi } from 'vitest'
import { logIn, ORIGIN, openLibrary } from './sample.ts'
import { quiet, turnedWall } from './wall.ts'

const createBook = { simulator: 'library', operation: 'createBook' } as const

async function withClient(options: Parameters<typeof openLibrary>[0] = {}) {
  const harness = await openLibrary(options)
  const { token, call } = await logIn(harness)
  function create(id: string, signal: AbortSignal): Promise<Response> {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    const body = JSON.stringify({ id, title: id, pages: 1 })
    return harness.fetch(`${ORIGIN}/books`, { method: 'POST', headers, body, signal })
  }
  const exchanges = () => harness.journal.find({ operation: 'createBook' })
  return { harness, call, create, exchanges }
}

const waits = (harness: Harness, count = 1) =>
  vi.waitFor(
    async () => expect(await harness.journal.find({ operation: 'createBook' })).toHaveLength(count),
    { interval: 1 },
  )

test('a request with an aborted signal rejects with its reason, and nothing happens', async () => {
  const { harness, create, exchanges } = await withClient()
  await using _ = harness
  const reason = new Error('no longer needed')
  await expect(create('b1', AbortSignal.abort(reason))).rejects.toBe(reason)
  expect(await exchanges()).toEqual([])
})

test('a request whose Request was aborted rejects too', async () => {
  const { harness } = await withClient()
  await using _ = harness
  const request = new Request(`${ORIGIN}/books`, { signal: AbortSignal.abort() })
  await expect(harness.fetch(request)).rejects.toMatchObject({ name: 'AbortError' })
  expect(await harness.journal.find({ operation: 'listBooks' })).toEqual([])
})

test('a request that is aborted on its way rejects at once; its operation is done whole or not at all', async () => {
  const { harness, call, create, exchanges } = await withClient()
  await using _ = harness
  for (let turns = 0; turns < 12; turns += 1) {
    const controller = new AbortController()
    const pending = create(`b${turns}`, controller.signal)
    let outcome: unknown
    void pending.catch((error) => {
      outcome = error
    })
    for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
    controller.abort(new Error('too late'))
    await pending.catch(() => {})
    if (outcome !== undefined) expect(outcome).toEqual(new Error('too late'))
  }
  await quiet()
  const done = await exchanges()
  expect(done.length).toBeLessThan(12)
  expect(done.every(({ response }) => response.status === 201)).toBe(true)
  const stored = (await (await call('GET', '/books?limit=100')).json()) as unknown[]
  expect(stored).toHaveLength(done.length)
})

test('an upload that is aborted is not begun', async () => {
  const { harness, exchanges } = await withClient()
  await using _ = harness
  const controller = new AbortController()
  const body = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => {}) })
  const init = { method: 'POST', body, duplex: 'half', signal: controller.signal } as RequestInit
  const pending = harness.fetch(`${ORIGIN}/books`, init)
  await quiet()
  controller.abort()
  await expect(pending).rejects.toMatchObject({ name: 'AbortError' })
  expect(await exchanges()).toEqual([])
})

test('a request that is aborted while a fault delays its answer rejects at once', async () => {
  const { harness, create } = await withClient()
  await using _ = harness
  await harness.faults.add({ ...createBook, fault: 'delay', delay: 'PT1H', times: 1 })
  const controller = new AbortController()
  const pending = create('b1', controller.signal)
  await waits(harness)
  controller.abort()
  await expect(pending).rejects.toMatchObject({ name: 'AbortError' })
  expect((await harness.clock.advance('PT2H')).now).toBe('2026-01-01T02:00:00.000Z')
})

test('AbortSignal.timeout ends a delayed request in real time', async () => {
  const { harness, create } = await withClient()
  await using _ = harness
  await harness.faults.add({ ...createBook, fault: 'delay', delay: 'PT1H', times: 1 })
  await expect(create('b1', AbortSignal.timeout(1))).rejects.toMatchObject({ name: 'TimeoutError' })
})

test('a timer that only an aborted request needed keeps no process alive', async () => {
  const wall = turnedWall()
  const { harness, create } = await withClient({ clock: { mode: 'real' }, wall })
  await using _ = harness
  await harness.faults.add({ ...createBook, fault: 'delay', delay: 'PT1H', times: 1 })
  const controller = new AbortController()
  const pending = create('b1', controller.signal)
  await waits(harness)
  await quiet()
  expect(wall.isAwaited()).toBe(true)
  controller.abort()
  await expect(pending).rejects.toMatchObject({ name: 'AbortError' })
  await quiet()
  expect(wall.isAwaited()).toBe(false)
})

test('a slow body that is aborted ends with the reason of its signal', async () => {
  const { harness, create } = await withClient()
  await using _ = harness
  await harness.faults.add({ ...createBook, fault: 'slow-body', during: 'PT7S', times: 1 })
  const controller = new AbortController()
  const response = await create('b1', controller.signal)
  const reader = (response.body as ReadableStream<Uint8Array>).getReader()
  expect((await reader.read()).done).toBe(false)
  const next = reader.read()
  const reason = new Error('enough')
  controller.abort(reason)
  await expect(next).rejects.toBe(reason)
})

test('a defect behind an aborted request is not lost', async () => {
  const harness = await openLibrary()
  await harness.faults.add({ simulator: 'library', operation: 'misbehave', fault: 'delay', delay: 'PT1H' })
  const controller = new AbortController()
  const request = { method: 'POST', signal: controller.signal }
  const pending = harness.fetch(`${ORIGIN}/mischief/throw`, request)
  await vi.waitFor(async () => expect(await harness.journal.find()).toHaveLength(1), { interval: 1 })
  controller.abort()
  await expect(pending).rejects.toMatchObject({ name: 'AbortError' })
  await expect(harness.close()).rejects.toThrow('on fire')
})
