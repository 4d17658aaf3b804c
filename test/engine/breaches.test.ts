import { expect, test } from 'vitest'
import { logIn, ORIGIN, openLibrary } from './sample.ts'

const post = { method: 'POST' }

test('without a listener a simulator that breaks its contract rejects the request', async () => {
  await using harness = await openLibrary()
  await expect(harness.fetch(`${ORIGIN}/mischief/breach`, post)).rejects.toThrow(
    'library.misbehave broke its contract with status 200: kind is required',
  )
  expect(await harness.journal.find()).toMatchObject([{ breaches: ['kind is required'] }])
  expect((await harness.fetch(`${ORIGIN}/mischief/none`, post)).status).toBe(200)
})

test('with a listener it is reported, and answered all the same', async () => {
  const defects: unknown[] = []
  await using harness = await openLibrary({ onDefect: (defect) => defects.push(defect) })
  const response = await harness.fetch(`${ORIGIN}/mischief/breach`, post)
  expect(await response.json()).toEqual({ wrong: true })
  expect(defects).toEqual([
    new Error('library.misbehave broke its contract with status 200: kind is required'),
  ])
})

test('an operation that throws is answered with the 500 of its provider, and what it wrote is undone', async () => {
  const defects: unknown[] = []
  await using harness = await openLibrary({ onDefect: (defect) => defects.push(defect) })
  const response = await harness.fetch(`${ORIGIN}/mischief/throw`, post)
  expect(response.status).toBe(500)
  expect(response.headers.get('x-tvilling-reason')).toBe('library.misbehave failed: The library is on fire.')
  expect(await response.json()).toMatchObject({ problem: { kind: 'internal' } })
  expect(defects).toEqual([new Error('The library is on fire.')])
  expect((await harness.state.page('library', 'notes')).items).toEqual([])
})

test('a webhook body that breaks the contract is a defect as well', async () => {
  const defects: unknown[] = []
  await using harness = await openLibrary({ onDefect: (defect) => defects.push(String(defect)) })
  const { call } = await logIn(harness)
  await call('PUT', '/webhooks/w1', { url: 'http://127.0.0.1:1/' })
  await harness.events.fire({ simulator: 'library', event: 'CLOSED', until: '2026-01-02', break: true })
  expect(defects).toEqual(['Error: library broke its contract with CLOSED: until is required'])
})
