import { connect } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, test, vi } from 'vitest'
import { createTestDatabase } from '../postgres/database.ts'
import { openGate } from '../postgres/gate.ts'
import { readPrometheusText } from './prometheus-text.ts'

test('metrics tell that the database is away, and when it is back', async () => {
  await using database = await createTestDatabase()
  await using gate = await openGate(database.url)
  const server = await startServer({
    port: 0,
    harness: { simulators, now: '2026-01-01T00:00:00Z' },
    store: { kind: 'postgres', url: gate.url },
  })
  async function value(name: string): Promise<number | undefined> {
    const families = readPrometheusText(await connect(server.url).metrics())
    return families.get(name)?.samples[0]?.value
  }
  try {
    expect(await value('tvilling_postgres_unavailable')).toBe(0)
    gate.close()
    await vi.waitFor(async () => expect(await value('tvilling_postgres_unavailable')).toBe(1), 15_000)
    expect(await value('tvilling_postgres_outages_total')).toBe(1)
    gate.open()
    await vi.waitFor(async () => expect(await value('tvilling_postgres_unavailable')).toBe(0), 15_000)
    expect(await value('tvilling_postgres_outages_total')).toBe(1)
  } finally {
    await server.close()
  }
}, 60_000)
