import { connectPostgres } from 'tvilling'
import { expect, test, vi } from 'vitest'
import { createTestDatabase } from './database.ts'
import { notesOf } from './two-servers.ts'

const tables =
  "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'tvilling' ORDER BY 1"

test('servers that make the schema at once wait for each other', async () => {
  await using database = await createTestDatabase()
  const opened = await Promise.all(Array.from({ length: 5 }, () => connectPostgres(database.url)))
  expect(await database.sql('SELECT version FROM tvilling.migrations')).toEqual([{ version: 1 }])
  await Promise.all(opened.map(({ close }) => close()))
  expect(await database.sql('SELECT id FROM tvilling.servers')).toEqual([])
})

test('a schema of a newer version is refused with a sentence, and left as it is', async () => {
  await using database = await createTestDatabase()
  await (await connectPostgres(database.url)).close()
  await database.sql('INSERT INTO tvilling.migrations (version) VALUES (1000)')
  await expect(connectPostgres(database.url)).rejects.toThrow(/newer version of Tvilling \(schema 1000/)
  expect(await database.sql('SELECT max(version) AS version FROM tvilling.migrations')).toEqual([
    { version: 1000 },
  ])
})

test('a schema of that name that is not ours is refused with a sentence, and left as it is', async () => {
  await using database = await createTestDatabase()
  await database.sql('CREATE SCHEMA tvilling; CREATE TABLE tvilling.migrations (version integer)')
  await expect(connectPostgres(database.url)).rejects.toThrow(
    'a schema "tvilling" that Tvilling did not make',
  )
  expect(await database.sql(tables)).toEqual([{ name: 'migrations' }])
})

test('an empty schema that an administrator made is taken, and other schemas are not touched', async () => {
  await using database = await createTestDatabase()
  await database.sql(
    'CREATE SCHEMA tvilling; CREATE TABLE public.harnesses (name text); CREATE TABLE public.jobs (name text); INSERT INTO public.jobs VALUES (1)',
  )
  const postgres = await connectPostgres(database.url)
  await postgres.store('a').setMeta('m', '1')
  await postgres.store('a').clear()
  await postgres.remove('a')
  await postgres.close()
  expect(
    await database.sql(
      'SELECT (SELECT count(*)::int FROM public.harnesses) AS harnesses, (SELECT count(*)::int FROM public.jobs) AS jobs',
    ),
  ).toEqual([{ harnesses: 0, jobs: 1 }])
  expect(await database.sql(tables)).not.toEqual([])
})

test('a database that cannot be used is refused with a sentence that does not show the password', async () => {
  await using database = await createTestDatabase()
  const missing = new URL(database.url)
  missing.pathname = '/nowhere'
  missing.password = 'hidden'
  const refused = connectPostgres(missing.href)
  await expect(refused).rejects.toThrow(
    /The PostgreSQL database at .*\/nowhere cannot be used: .*does not exist/,
  )
  await expect(refused).rejects.not.toThrow('hidden')
  await expect(connectPostgres('postgres://127.0.0.1:1/x')).rejects.toThrow(/cannot be used: .*ECONNREFUSED/)
})

test('documents of a version with other indexes get the present ones when they are first used', async () => {
  await using database = await createTestDatabase()
  const before = await connectPostgres(database.url)
  const old = before.store('a').collection<{ id: string; rank: number }>('notes', { key: ({ id }) => id })
  await old.put({ id: 'x', rank: 2 })
  await old.put({ id: 'y', rank: 1 })
  await before.close()
  const after = await connectPostgres(database.url)
  const notes = notesOf(after.store('a'))
  const page = await notes.page({ index: 'rank', limit: 9 })
  expect(page.rows).toEqual([
    { position: 2, doc: { id: 'y', rank: 1 } },
    { position: 1, doc: { id: 'x', rank: 2 } },
  ])
  await after.close()
})

test('without the package pg one sentence says what to install', async () => {
  vi.doMock('pg', () => {
    throw new Error('Cannot find package')
  })
  try {
    await expect(connectPostgres('postgres://127.0.0.1/x')).rejects.toThrow('npm install pg')
  } finally {
    vi.doUnmock('pg')
  }
})
