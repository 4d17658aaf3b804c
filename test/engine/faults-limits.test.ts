import type { FaultDeclaration } from 'tvilling'
import { expect, test } from 'vitest'
import { logIn, openLibrary } from './sample.ts'

const fault = { simulator: 'library', operation: 'listBooks', fault: 'status', status: 500 } as const

async function statuses(seed: number, declarations: FaultDeclaration[], count: number): Promise<number[]> {
  await using harness = await openLibrary({ seed })
  const { call } = await logIn(harness)
  for (const declaration of declarations) await harness.faults.add(declaration)
  const seen = []
  for (let turn = 0; turn < count; turn += 1) seen.push((await call('GET', '/books')).status)
  return seen
}

test('a fault meets by its probability; the same seed meets the same requests', async () => {
  const often = { ...fault, probability: 0.3 }
  const seen = await statuses(1, [often], 200)
  const met = seen.filter((status) => status === 500).length
  expect(met).toBeGreaterThan(40)
  expect(met).toBeLessThan(80)
  expect(await statuses(1, [often], 200)).toEqual(seen)
  expect(await statuses(2, [often], 200)).not.toEqual(seen)
  expect(await statuses(1, [{ ...fault, probability: 0 }], 20)).not.toContain(500)
  expect(await statuses(1, [{ ...fault, probability: 1 }], 20)).not.toContain(200)
})

test('each fault draws for itself: another one does not move it', async () => {
  const often: FaultDeclaration = { ...fault, probability: 0.5 }
  const alone = await statuses(1, [often], 50)
  const elsewhere: FaultDeclaration = { ...often, operation: 'readBook' }
  expect(await statuses(1, [often, elsewhere], 50)).toEqual(alone)
})

test('a fault ends when its time on the clock is over, or its number is used up', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  await harness.faults.add({ ...fault, for: 'PT10M', times: 2 })
  expect((await call('GET', '/books')).status).toBe(500)
  expect(await harness.faults.list()).toMatchObject([
    { matched: 1, left: 1, until: '2026-01-01T00:10:00.000Z', for: 'PT10M' },
  ])
  await harness.clock.advance('PT9M59S')
  expect(await harness.faults.list()).toHaveLength(1)
  await harness.clock.advance('PT1S')
  expect(await harness.faults.list()).toEqual([])
  expect((await call('GET', '/books')).status).toBe(200)
})

test('one fault is cleared alone, and a reset clears them all and counts from 1 again', async () => {
  await using harness = await openLibrary()
  await harness.faults.add(fault)
  await harness.faults.add({ ...fault, operation: 'readBook' })
  await harness.faults.clear('f1')
  expect(await harness.faults.list()).toMatchObject([{ id: 'f2' }])
  await expect(harness.faults.clear('f1')).rejects.toMatchObject({ status: 404 })
  await harness.reset()
  expect(await harness.faults.list()).toEqual([])
  expect(await harness.faults.add(fault)).toMatchObject({ id: 'f1' })
})

test('the first that was declared and fits is the one that meets', async () => {
  const seen = await statuses(
    1,
    [
      { ...fault, times: 1 },
      { ...fault, status: 404, times: 1 },
    ],
    3,
  )
  expect(seen).toEqual([500, 404, 200])
})
