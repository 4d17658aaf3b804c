import { expect, test } from 'vitest'
import { logIn } from '../engine/sample.ts'
import { openTwoHarnesses } from './two-harnesses.ts'

test('an advance on one server is seen by the other, and what falls due happens once', async () => {
  await using two = await openTwoHarnesses()
  const { call } = await logIn(two.one)
  for (const loan of ['l1', 'l2', 'l3']) await call('PUT', `/books/b1/loans/${loan}`)
  const { transitions } = await two.other.clock.advance('P20D')
  expect(transitions.filter(({ to }) => to === 'OVERDUE')).toHaveLength(3)
  expect(await two.one.clock.read()).toMatchObject({ now: '2026-01-21T00:00:00.000Z' })
  expect((await two.one.clock.advance('PT1S')).transitions).toEqual([])
})

test('two advances at once, on two servers, add up', async () => {
  await using two = await openTwoHarnesses()
  const { call } = await logIn(two.one)
  for (const loan of ['l1', 'l2', 'l3']) await call('PUT', `/books/b1/loans/${loan}`)
  const advanced = await Promise.all(
    [two.one, two.other, two.one, two.other].map(({ clock }) => clock.advance('P5D')),
  )
  expect(await two.one.clock.read()).toMatchObject({ now: '2026-01-21T00:00:00.000Z' })
  const overdue = advanced.flatMap(({ transitions }) => transitions).filter(({ to }) => to === 'OVERDUE')
  expect(overdue).toHaveLength(3)
})

test('a real clock runs on both, and work falls due on one of them', async () => {
  await using two = await openTwoHarnesses()
  const { call } = await logIn(two.one)
  await call('PUT', '/books/b1/loans/l1')
  await two.one.clock.set({ mode: 'real', factor: 1_000_000 })
  const state = async () => (await two.other.state.page('library', 'loans')).items[0]?.value['state']
  while ((await state()) !== 'OVERDUE') await new Promise((done) => setTimeout(done, 5))
  await two.other.clock.set({ mode: 'manual' })
  const { now } = await two.one.clock.read()
  expect(Date.parse(now)).toBeGreaterThan(Date.parse('2026-01-10T00:00:00Z'))
  expect(await two.other.clock.read()).toMatchObject({ now, mode: 'manual' })
})
