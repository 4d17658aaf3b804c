import { expect, test } from 'vitest'
import { openLibrary } from './sample.ts'

test('a scenario is loaded with its parameters, and tells what a test needs to know', async () => {
  await using harness = await openLibrary()
  expect(await harness.scenarios.load('shelf', { shelf: 'A' })).toEqual({ books: ['b1', 'b2'] })
  expect(await harness.scenarios.load('shelf', { shelf: 'B', count: undefined })).toEqual({
    books: ['b1', 'b2'],
  })
  const { items } = await harness.state.page('library', 'books', { limit: 1 })
  expect(items[0]).toMatchObject({ key: 'b1', value: { shelf: 'B' } })
})

test('the work that a scenario plans is done on the clock', async () => {
  await using harness = await openLibrary()
  await harness.scenarios.load('shelf', { shelf: 'A', reminder: 'Dust it' })
  await harness.clock.advance('PT1M')
  expect((await harness.state.page('library', 'notes')).items[0]?.key).toBe('Dust it')
})

test.each([
  ['shelv', {}, 'There is no scenario "shelv". Nearest: shelf.'],
  ['toString', {}, 'There is no scenario "toString". There is shelf.'],
  ['shelf', {}, 'The scenario "shelf" needs the parameter "shelf" (name of the shelf).'],
  ['shelf', { shelf: 'A', cuont: 1 }, 'The scenario "shelf" has no parameter "cuont". Nearest: count.'],
  ['shelf', { shelf: 'A', count: 1.5 }, 'The scenario "shelf": count must be integer.'],
  ['shelf', { shelf: null }, 'The scenario "shelf": shelf must be string.'],
])('a scenario "%s" with %o is refused with advice', async (name, parameters, message) => {
  await using harness = await openLibrary()
  await expect(harness.scenarios.load(name, parameters)).rejects.toThrow(message)
  expect((await harness.state.page('library', 'books')).items).toEqual([])
})

test.each([
  [{ simulator: 'libary', event: 'CLOSED' }, 'There is no simulator "libary". Nearest: library.'],
  [{ simulator: 'library', event: 'CLOSE' }, 'There is no event "CLOSE". Nearest: CLOSED.'],
  [{ simulator: 'library', event: 'constructor' }, 'There is no event "constructor". There is CLOSED.'],
  [{ simulator: 'library', event: 'CLOSED' }, 'The event CLOSED needs the parameter "until" (string).'],
  [
    { simulator: 'library', event: 'CLOSED', until: 'soon' },
    'The event CLOSED: until must match format "date".',
  ],
])('an event that makes no sense is refused with advice: %o', async (event, message) => {
  await using harness = await openLibrary()
  await expect(harness.events.fire(event)).rejects.toThrow(message)
})

test.each(['shelves', 'constructor', '__proto__'])('there is no state of "%s"', async (collection) => {
  await using harness = await openLibrary()
  await expect(harness.state.page('library', collection)).rejects.toMatchObject({ status: 404 })
  await expect(harness.state.transition('library', collection, 'x', 'Y')).rejects.toMatchObject({
    status: 404,
  })
})
