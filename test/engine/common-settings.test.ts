import { expect, test } from 'vitest'
import { libraryDocument, logIn, openLibrary } from './sample.ts'

const book = { id: 'a', title: 'A', pages: 5 }

test('paths compare exactly in a simulator that says nothing of it, or without regard to case by the setting', async () => {
  for (const [settings, status] of [
    [{}, 404],
    [{ pathCase: 'ignored' as const }, 201],
  ] as const) {
    await using harness = await openLibrary({ settings: { library: settings } })
    const { call } = await logIn(harness)
    expect((await call('POST', '/Books', book)).status).toBe(status)
  }
})

test('date-times without offset are refused in a simulator that says nothing of it, or in the zone of the setting', async () => {
  const document = structuredClone(libraryDocument)
  const { Book } = (document['components'] as { schemas: Record<string, { properties: object }> }).schemas
  Object.assign(Book?.properties ?? {}, { printed: { type: 'string', format: 'date-time' } })
  const printed = '2026-07-01T09:00:00'
  await using strict = await openLibrary({}, { document })
  expect((await (await logIn(strict)).call('POST', '/books', { ...book, printed })).status).toBe(400)
  const settings = { library: { dateTimesWithoutOffset: 'Europe/Helsinki' } }
  await using local = await openLibrary({ settings }, { document })
  const created = await (await logIn(local)).call('POST', '/books', { ...book, printed })
  expect(await created.json()).toEqual({ ...book, printed: `${printed}+03:00` })
})
