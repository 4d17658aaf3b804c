import { expect, test } from 'vitest'
import { logIn, openLibrary } from './sample.ts'

async function lend(options: Parameters<typeof openLibrary>[0]) {
  const harness = await openLibrary(options)
  const { call } = await logIn(harness)
  for (const book of ['b1', 'cursed', 'b2']) await call('PUT', `/books/${book}/loans/of-${book}`)
  return harness
}

test('work that throws is reported once, is not tried again, and leaves its neighbours alone', async () => {
  const defects: unknown[] = []
  await using harness = await lend({ onDefect: (defect) => defects.push(defect) })
  const { transitions } = await harness.clock.advance('PT10M')
  expect(transitions.map(({ key }) => key)).toEqual(['of-b1', 'of-b2'])
  expect(defects).toEqual([new Error('The loan of-cursed is cursed.')])

  await harness.clock.advance('PT1M')
  expect(defects).toHaveLength(1)
  const { items } = await harness.state.page('library', 'loans')
  expect(items.map(({ value }) => value['state'])).toEqual(['READY', 'ORDERED', 'READY'])
})

test('without a listener the advance that met it rejects, and the next one works', async () => {
  await using harness = await lend({})
  await expect(harness.clock.advance('PT10M')).rejects.toThrow('The loan of-cursed is cursed.')
  expect((await harness.clock.advance('PT1M')).now).toBe('2026-01-01T00:11:00.000Z')
})

test('a defect that nothing has reported yet fails the close', async () => {
  const harness = await lend({ clock: { mode: 'manual' } })
  await harness.clock.set({ now: '2026-01-01T00:10:00Z' })
  await expect(harness.close()).rejects.toThrow('The loan of-cursed is cursed.')
})
