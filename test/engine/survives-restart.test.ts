import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type HarnessOptions, openSqliteStore } from 'tvilling'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mailbox } from './mailbox.ts'
import { logIn, ORIGIN, openLibrary } from './sample.ts'
import { quiet, turnedWall } from './wall.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tvilling-restart-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

const open = (options: Partial<HarnessOptions> = {}) =>
  openLibrary({ store: openSqliteStore(join(folder, 'store.db')), ...options })

const receiptOf = async (response: Response) => ((await response.json()) as { receipt: string }).receipt

test('a harness over a file goes on with its clock, its chance and its documents', async () => {
  const twin = await openLibrary()
  const other = await logIn(twin)
  const first = await open()
  const { call, token } = await logIn(first)
  await call('POST', '/books', { id: 'b1', title: 'T', pages: 1 })
  await other.call('POST', '/books', { id: 'b1', title: 'T', pages: 1 })
  await first.clock.advance('PT5M')
  await first.close()

  await using second = await open({ now: '2040-01-01T00:00:00Z' })
  expect((await second.clock.read()).now).toBe('2026-01-01T00:05:00.000Z')
  const again = await second.fetch(`${ORIGIN}/books/b1`, { headers: { authorization: `Bearer ${token}` } })
  expect(await again.json()).toEqual({ id: 'b1', title: 'T', pages: 1 })
  const lent = await second.fetch(`${ORIGIN}/books/b1/loans/l1`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${token}` },
  })
  expect(await receiptOf(lent)).toBe(await receiptOf(await other.call('PUT', '/books/b1/loans/l1')))
  await twin.close()
})

test('timed moves and messages that were still to come are done after it was opened again', async () => {
  const failing = mailbox(() => 500)
  const first = await open({ webhooks: { send: failing.send } })
  const { call } = await logIn(first)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  await call('PUT', '/books/b1/loans/l1')
  await first.events.fire({ simulator: 'library', event: 'CLOSED', until: '2026-01-02' })
  await first.deliveries.settled()
  await first.close()

  const working = mailbox()
  await using second = await open({ webhooks: { send: working.send } })
  const { transitions, deliveries } = await second.clock.advance('PT10M')
  expect(deliveries.map(({ at, event, attempt }) => `${at.slice(11, 16)} ${event} ${attempt}`)).toEqual([
    '00:01 CLOSED 2',
    '00:10 LOAN 1',
  ])
  expect(transitions).toHaveLength(1)
  expect(working.letters[0]).toEqual(failing.letters[0])
})

test('a real clock has gone on while it was closed, and what fell due is done at once', async () => {
  const wall = turnedWall()
  const first = await open({ wall, clock: { mode: 'real', factor: 2 } })
  const { call } = await logIn(first)
  await call('PUT', '/books/b1/loans/l1')
  await first.close()
  await wall.turn(3_600_000)

  await using second = await open({ wall })
  await quiet()
  expect(await second.clock.read()).toEqual({ now: '2026-01-01T02:00:00.000Z', mode: 'real', factor: 2 })
  expect((await second.state.page('library', 'loans')).items[0]?.value['state']).toBe('READY')
})

test('a reset of a file is one of what a restart finds', async () => {
  const first = await open()
  const { call } = await logIn(first)
  await call('PUT', '/books/b1/loans/l1')
  await first.clock.advance('P1D')
  await first.reset()
  await first.close()
  await using second = await open()
  expect((await second.clock.read()).now).toBe('2026-01-01T00:00:00.000Z')
  expect((await second.state.page('library', 'loans')).items).toEqual([])
})
