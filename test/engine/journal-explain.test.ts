import { expect, test } from 'vitest'
import { logIn, openLibrary } from './sample.ts'

test('the journal tells what took place as a person reads it, and what control did in between', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  await harness.clock.advance('PT1M')
  await call('GET', '/books/b9')
  const text = await harness.journal.explain()
  const [first, , , action, second, reason] = text.split('\n')
  expect(first).toBe('#1 2026-01-01T00:00:00.000Z POST /token -> 200 (library.requestToken)')
  expect(action).toBe('-- 2026-01-01T00:00:00.000Z control: clock.advance("PT1M")')
  expect(second).toBe('#2 2026-01-01T00:01:00.000Z GET /books/b9 -> 404 (library.readBook)')
  expect(reason).toBe('   because: No book has the id b9.')
})

test('with a filter it tells of those exchanges alone', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  await harness.clock.advance('PT1M')
  await call('GET', '/books/b9')
  const text = await harness.journal.explain({ status: 404 })
  expect(text).toMatch(/^#2 /)
  expect(text).not.toContain('clock.advance')
  expect(await harness.journal.explain({ status: 418 })).toBe('')
})
