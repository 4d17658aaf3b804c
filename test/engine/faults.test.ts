import type { FaultDeclaration } from 'tvilling'
import { expect, test } from 'vitest'
import { logIn, ORIGIN, openLibrary } from './sample.ts'

const fault: FaultDeclaration = { simulator: 'library', operation: 'listBooks', fault: 'status', status: 500 }

test('an operation answers a documented error as often as it was asked to', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  expect(await harness.faults.add({ ...fault, times: 2 })).toEqual({
    ...fault,
    times: 2,
    id: 'f1',
    matched: 0,
    left: 2,
  })
  const statuses = []
  for (let turn = 0; turn < 3; turn += 1) statuses.push((await call('GET', '/books')).status)
  expect(statuses).toEqual([500, 500, 200])
  expect(await harness.faults.list()).toEqual([])
  expect((await harness.journal.find({ status: 500 }))[0]?.reason).toBe('The fault f1 was declared.')
})

test('without a number it goes on until it is cleared, and other operations do not mind', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  await harness.faults.add(fault)
  for (let turn = 0; turn < 3; turn += 1) expect((await call('GET', '/books')).status).toBe(500)
  expect((await call('GET', '/books/b1')).status).toBe(404)
  expect(await harness.faults.list()).toMatchObject([{ matched: 3 }])
  await harness.faults.clear()
  expect((await call('GET', '/books')).status).toBe(200)
})

test('a fault of the token operation speaks OAuth, unless the service fails', async () => {
  await using harness = await openLibrary()
  const token = { ...fault, operation: 'requestToken', times: 1 }
  const answered = async (status: number) => {
    await harness.faults.add({ ...token, status })
    const response = await harness.fetch(`${ORIGIN}/token`, { method: 'POST' })
    return { status: response.status, body: await response.json() }
  }
  expect(await answered(400)).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
  expect(await answered(401)).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  expect(await answered(503)).toMatchObject({ status: 503, body: { problem: { kind: 'fault' } } })
})

test.each([
  [{ status: 418 }, 'listBooks never answers 418. Its errors are 400, 401, 403, 404, 413, 500.'],
  [{ status: 200 }, 'listBooks never answers 200.'],
  [{ operation: 'listBook' }, 'There is no operation of library "listBook". Nearest: listBooks'],
  [{ simulator: 'librarian' }, 'There is no simulator "librarian". Nearest: library.'],
  [{ fault: 'fire' }, 'There is no fault "fire".'],
  [{ times: 0 }, '"times" is a whole number of at least 1.'],
])('a fault that cannot be is refused with advice: %o', async (change, message) => {
  await using harness = await openLibrary()
  await expect(harness.faults.add({ ...fault, ...change } as FaultDeclaration)).rejects.toThrow(message)
})
