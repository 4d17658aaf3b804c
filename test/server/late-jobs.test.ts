import { createHarness, openMemoryStore } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import { createCounts } from '../../server/telemetry/counts.ts'
import { createMetrics } from '../../server/telemetry/metrics.ts'
import { readPrometheusText } from './prometheus-text.ts'

test('metrics tell how many tenants have late work, and how late the latest is, by the wall clock', async () => {
  const now = '2026-01-01T00:00:00Z'
  await using harness = await createHarness({ simulators, now, store: openMemoryStore() })
  await harness.scenarios.load('consumers-uploaded', { count: 2 })
  const { nextDue } = await harness.backlog()
  // Sixty times as fast, so that two minutes late are two seconds of the wall clock.
  const late = { ...harness, latenessOf: (due: number | undefined) => (due === undefined ? 0 : 2_000) }
  const metrics = createMetrics({
    counts: createCounts(),
    tenants: { all: () => new Map([['a', late] as const, ['b', harness] as const]) },
    stores: { kind: 'memory', figures: async () => ({}) },
  })
  const families = readPrometheusText(await metrics())
  const value = (name: string) => families.get(name)?.samples[0]?.value
  expect([value('tvilling_jobs'), value('tvilling_late_tenants'), value('tvilling_job_lag_seconds')]).toEqual(
    [4, 1, 2],
  )
  await harness.clock.set({ mode: 'real', factor: 60 })
  expect(harness.latenessOf(undefined)).toBe(0)
  expect(harness.latenessOf(Number(nextDue))).toBe(0)
  const lateness = harness.latenessOf(Date.parse(now) - 120_000)
  expect(lateness).toBeGreaterThanOrEqual(2_000)
  expect(lateness).toBeLessThan(10_000)
})
