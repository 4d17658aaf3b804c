import { expect, test } from 'vitest'
import { logIn } from '../engine/sample.ts'
import { openTwoHarnesses } from './two-harnesses.ts'

test('each server shows the exchanges of all, with numbers that are given once, in the order of their answers', async () => {
  await using two = await openTwoHarnesses()
  const callers = await Promise.all([two.one, two.other].map((harness) => logIn(harness)))
  await Promise.all(
    Array.from({ length: 40 }, (_, index) => callers[index % 2]?.call('GET', `/books?limit=${index + 1}`)),
  )
  const [seen, alsoSeen] = [await two.one.journal.find(), await two.other.journal.find()]
  expect(seen.map(({ id }) => id)).toEqual(Array.from({ length: 42 }, (_, index) => index + 1))
  expect(alsoSeen).toEqual(seen)
  expect(await two.other.journal.find({ operation: 'requestToken', limit: 1 })).toMatchObject([{ id: 2 }])
})

test('what control does on one server shows on the other, and a journal that is cleared is empty for both', async () => {
  await using two = await openTwoHarnesses()
  await two.one.clock.advance('PT1H')
  expect(await two.other.journal.actions()).toMatchObject([{ action: 'clock.advance', input: ['PT1H'] }])
  expect(await two.other.journal.explain()).toContain('control: clock.advance("PT1H")')
  await two.other.journal.clear()
  expect(await two.one.journal.actions()).toEqual([])
})
