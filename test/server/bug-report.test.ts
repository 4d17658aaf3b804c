import { connect, createHarness, UsageError } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { type Server, startServer } from 'tvilling/server'
import { afterAll, beforeAll, expect, test } from 'vitest'

let server: Server

beforeAll(async () => {
  server = await startServer({ port: 0, harness: { simulators, now: '2026-01-01T00:00:00Z' } })
})
afterAll(() => server.close())

const get = (path: string, accept: string) => fetch(`${server.url}/_tvilling${path}`, { headers: { accept } })

test('a curl reads the journal as JSON, as text and as HAR', async () => {
  await fetch(`${server.url}/nowhere`)
  await connect(server.url).clock.advance('PT1S')
  const json = await get('/journal', '*/*')
  expect(await json.json()).toMatchObject({ exchanges: [{ id: 1 }] })
  const text = await get('/journal', 'text/plain')
  expect(text.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(await text.text()).toContain('GET /nowhere -> 404')
  const har = await get('/journal', 'application/har+json')
  expect(har.headers.get('content-type')).toBe('application/har+json')
  expect(await har.json()).toMatchObject({ log: { version: '1.2', _tvilling: { seed: 1, complete: true } } })
  const { actions } = (await (await get('/journal/actions', '*/*')).json()) as { actions: unknown[] }
  expect(actions).toEqual([
    { at: '2026-01-01T00:00:00.000Z', action: 'clock.advance', input: [{ by: 'PT1S' }] },
  ])
})

test('a snapshot of a server is restored in process, and the other way round', async () => {
  const control = connect(server.url, { tenant: 'moving' })
  const { indkaldelseId } = await control.scenarios.load('indkaldelse-created')
  await using harness = await createHarness({ simulators })
  await harness.restore(await control.snapshot())
  const stored = (await harness.state.page('indkaldelse', 'indkaldelser')).items
  expect(stored).toHaveLength(1)
  expect(JSON.stringify(stored)).toContain(String(indkaldelseId ?? ''))
  await harness.clock.advance('P1D')
  const back = connect(server.url, { tenant: 'back' })
  await back.restore(await harness.snapshot())
  expect((await back.clock.read()).now).toBe('2026-01-02T00:00:00.000Z')
  expect((await back.state.page('indkaldelse', 'indkaldelser')).items).toEqual(stored)
  await expect(back.restore({} as never)).rejects.toThrow(UsageError)
})

test('a snapshot may be larger than a request to a simulator', async () => {
  const control = connect(server.url, { tenant: 'large' })
  const snapshot = await control.snapshot()
  const note = 'x'.repeat(11 * 1024 * 1024)
  await control.restore({ ...snapshot, store: { ...snapshot.store, meta: { note } } })
  expect((await control.snapshot()).store.meta['note']).toBe(note)
})
