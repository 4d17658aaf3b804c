import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, test } from 'vitest'
import { endpointOf, httpAgent, ownTwin, twinAt } from './agent.ts'

test('two agents act on one twin at the same time, and each gets its own answers', async () => {
  const { url, defects } = await endpointOf(await ownTwin())
  const agents = await Promise.all([httpAgent(url), httpAgent(url, undefined, 'auto')])
  const advances = agents.flatMap(({ call }) =>
    Array.from({ length: 5 }, () => call('clock_advance', { by: 'PT1H' })),
  )
  const instants = (await Promise.all(advances)).map(({ now }) => String(now))
  expect(instants.sort().at(-1)).toBe('2026-01-01T10:00:00.000Z')
  expect(new Set(instants).size).toBe(10)
  const loads = agents.map(({ call }, index) =>
    call('scenario_load', { name: 'bundle-created', parameters: { id: `of-${index}` } }),
  )
  await Promise.all(loads)
  const pages = await Promise.all(
    agents.map(({ call }) => call('state_page', { simulator: 'person-monitoring', collection: 'bundles' })),
  )
  expect(pages[0]).toEqual(pages[1])
  expect(pages[0]?.['items']).toHaveLength(2)
  expect(defects).toEqual([])
})

test('agents in two tenants do not see what the other does', async () => {
  const harness = { simulators, now: '2026-01-01T00:00:00Z', clock: { mode: 'manual' as const } }
  await using server = await startServer({ port: 0, harness })
  const [a, b] = await Promise.all(
    ['team-a', 'team-b'].map(async (tenant) => {
      const { url } = await endpointOf(twinAt(server.url, { tenant }))
      return httpAgent(url)
    }),
  )
  await a?.call('clock_advance', { by: 'P1D' })
  expect(await b?.call('clock_read')).toMatchObject({ now: '2026-01-01T00:00:00.000Z' })
  const asked = await a?.call('request', { url: '/consumer-intelligence/v3/consumers', client: 'tvilling' })
  expect(asked).toMatchObject({ status: 200 })
  expect((await a?.call('journal_find'))?.['exchanges']).toHaveLength(1)
  expect((await b?.call('journal_find'))?.['exchanges']).toEqual([])
})
