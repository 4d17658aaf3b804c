import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type HarnessOptions, openSqliteStore } from 'tvilling'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { logIn, ORIGIN, openLibrary } from './sample.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tvilling-faults-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

const open = (options: Partial<HarnessOptions> = {}) =>
  openLibrary({ store: openSqliteStore(join(folder, 'store.db')), ...options })

const statusOf = (token: string) => async (harness: Awaited<ReturnType<typeof open>>) => {
  const headers = { authorization: `Bearer ${token}` }
  return (await harness.fetch(`${ORIGIN}/books`, { headers })).status
}

test('a declared fault is still there after a restart, with what is left of its times', async () => {
  const first = await open()
  const status = statusOf((await logIn(first)).token)
  await first.faults.add({
    simulator: 'library',
    operation: 'listBooks',
    fault: 'status',
    status: 400,
    times: 3,
  })
  expect(await status(first)).toBe(400)
  const declared = await first.faults.list()
  await first.close()

  await using second = await open()
  expect(await second.faults.list()).toEqual(declared)
  expect([await status(second), await status(second), await status(second)]).toEqual([400, 400, 200])
  const added = await second.faults.add({ simulator: 'library', operation: 'listBooks', fault: 'reset' })
  expect(added.id).toBe('f2')
})

test('a fault with a probability goes on with its draws', async () => {
  const fault = {
    simulator: 'library',
    operation: 'listBooks',
    fault: 'status',
    status: 400,
    probability: 0.5,
  } as const
  const unbroken = await openLibrary()
  const expected: number[] = []
  const whole = statusOf((await logIn(unbroken)).token)
  await unbroken.faults.add(fault)
  for (let count = 0; count < 40; count += 1) expected.push(await whole(unbroken))
  await unbroken.close()

  const seen: number[] = []
  const first = await open()
  const status = statusOf((await logIn(first)).token)
  await first.faults.add(fault)
  for (let count = 0; count < 20; count += 1) seen.push(await status(first))
  await first.close()
  await using second = await open()
  for (let count = 0; count < 20; count += 1) seen.push(await status(second))
  expect(seen).toEqual(expected)
})

test('a cleared fault does not come back, nor does one that a reset ended', async () => {
  const first = await open()
  await first.faults.add({ simulator: 'library', operation: 'listBooks', fault: 'reset' })
  await first.faults.clear()
  await first.close()
  const second = await open()
  expect(await second.faults.list()).toEqual([])
  await second.faults.add({ simulator: 'library', operation: 'listBooks', fault: 'reset' })
  await second.reset()
  await second.close()
  await using third = await open()
  expect(await third.faults.list()).toEqual([])
})
