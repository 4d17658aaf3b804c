import { randomUUID } from 'node:crypto'
import { connectPostgres, type PostgresDatabase } from 'tvilling'
import { afterAll, beforeAll } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../postgres/database.ts'
import { storeConformance } from './store-conformance.ts'

let database: TestDatabase
let postgres: PostgresDatabase

beforeAll(async () => {
  database = await createTestDatabase()
  postgres = await connectPostgres(database.url)
}, 60_000)

afterAll(async () => {
  await postgres.close()
  await database[Symbol.asyncDispose]()
})

storeConformance('PostgreSQL', () => {
  const harness = randomUUID()
  return {
    open: () => postgres.store(harness),
    lasting: true,
    clean: () => postgres.remove(harness),
  }
})
