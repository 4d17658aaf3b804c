/** Two servers of one database, in this process. */
import {
  type Collection,
  connectPostgres,
  type PostgresDatabase,
  type PostgresOptions,
  type SharedStore,
  type Store,
} from 'tvilling'
import { createTestDatabase, type TestDatabase } from './database.ts'

export interface Note {
  id: string
  rank?: number
  text?: string
}

export interface Seat extends AsyncDisposable {
  database: PostgresDatabase
  store: Store
  shared: SharedStore
  notes: Collection<Note>
}

export interface TwoServers extends AsyncDisposable {
  test: TestDatabase
  one: Seat
  other: Seat
}

export const HARNESS = 'a'

/** A server with the store of the harness, which is used once so that it exists. */
export async function takeSeat(url: string, options?: PostgresOptions): Promise<Seat> {
  const database = await connectPostgres(url, options)
  const store = database.store(HARNESS)
  const notes = notesOf(store)
  await store.transaction(async () => {})
  return {
    database,
    store,
    shared: sharedOf(store),
    notes,
    [Symbol.asyncDispose]: () => database.close(),
  }
}

export function notesOf(store: Store): Collection<Note> {
  return store.collection<Note>('notes', { key: ({ id }) => id, indexes: { rank: ({ rank }) => rank } })
}

export async function openTwoServers(options?: PostgresOptions): Promise<TwoServers> {
  const test = await createTestDatabase()
  const one = await takeSeat(test.url, options)
  const other = await takeSeat(test.url, options)
  return {
    test,
    one,
    other,
    async [Symbol.asyncDispose]() {
      await Promise.all([one, other].map((seat) => seat[Symbol.asyncDispose]()))
      await test[Symbol.asyncDispose]()
    },
  }
}

export function sharedOf({ shared }: Store): SharedStore {
  if (!shared) throw new Error('This store is not shared.')
  return shared
}

/** The next time that another server tells of a change. */
export function nextChange({ shared }: Seat): Promise<void> {
  return new Promise((done) => {
    const stop = shared.onChange(() => {
      stop()
      done()
    })
  })
}

export const job = (subject: string, due = 1) => ({ due, simulator: 'm', kind: 'k', subject, payload: null })
