import { connectPostgres, type Store } from 'tvilling'
import { expect, test } from 'vitest'
import { createTestDatabase } from './database.ts'
import { type Note, openTwoServers } from './two-servers.ts'

interface Ranked extends Note {
  group: string
}

const rankedIn = (store: Store) =>
  store.collection<Ranked>('notes', {
    key: ({ id }) => id,
    indexes: { rank: ({ rank }) => rank, group: ({ group }) => group },
  })

test('what is read is read from an index, whatever PostgreSQL knows of the tables', async () => {
  await using database = await createTestDatabase()
  const loading = await connectPostgres(database.url)
  const loaded = loading.store('a')
  rankedIn(loaded)
  const rows = Array.from({ length: 3_000 }, (_, index) => ({
    position: index + 1,
    doc: { id: `n${index}`, rank: index, group: index % 2 ? 'odd' : 'even' },
  }))
  await loaded.transaction(() =>
    loaded.load({ collections: { notes: { last: 3_000, rows } }, jobs: { last: 0, rows: [] }, meta: {} }),
  )
  await loading.close()
  const before = await scans()

  const reading = await connectPostgres(database.url)
  const store = reading.store('a')
  const notes = rankedIn(store)
  const after = { position: 2_000, value: 2_000 }
  await notes.get('n5')
  for (let turn = 0; turn < 9; turn += 1) {
    await notes.page({ after, limit: 10 })
    await notes.page({ index: 'rank', after, limit: 10 })
    await notes.page({ index: 'group', equals: 'odd', after, limit: 10 })
    await store.jobs.nextDue()
  }
  await reading.close()

  // A connection counts its scans when it ends.
  await expect
    .poll(async () => {
      const now = await scans()
      return Object.fromEntries(
        Object.entries(now).map(([name, count]) => [name, count - (before[name] ?? 0)]),
      )
    })
    .toMatchObject({
      documents: 0,
      documents_pkey: 1,
      documents_place_position_key: 9,
      documents_v1: 9,
      documents_v2: 9,
      jobs: 0,
      jobs_due: 9,
    })

  /** How often each table was scanned as a whole, and each index. */
  async function scans(): Promise<Record<string, number>> {
    const found = await database.sql(`
      SELECT relname AS name, seq_scan::int AS scans FROM pg_stat_user_tables WHERE schemaname = 'tvilling'
      UNION ALL SELECT indexrelname, idx_scan::int FROM pg_stat_user_indexes WHERE schemaname = 'tvilling'`)
    return Object.fromEntries(found.map(({ name, scans }) => [String(name), Number(scans)]))
  }
})

test('keys and index values may be of any length, and hold any character', async () => {
  await using servers = await openTwoServers()
  const { store } = servers.one
  const notes = store.collection<Note>('texts', {
    key: ({ id }) => id,
    unique: { id: ({ id }) => id },
    indexes: { text: ({ text }) => text },
  })
  const long = '\u{1f600}\0'.repeat(5_000)
  const texts = [`${long}a`, `${long}b`, long, '\0', '\u0001', '\0\u0001', '\u0001\u0001', '']
  for (const text of texts) expect(await notes.insert({ id: text, text })).toBe(true)
  for (const text of texts) {
    expect(await notes.insert({ id: text })).toBe(false)
    expect(await notes.get(text)).toEqual({ id: text, text })
    expect(await notes.count({ index: 'text', equals: text })).toBe(1)
  }
  const { rows } = await notes.page({ index: 'text', limit: 5 })
  expect(rows.map(({ doc }) => doc.text)).toEqual(['', '\0', '\0\u0001', '\u0001', '\u0001\u0001'])
})
