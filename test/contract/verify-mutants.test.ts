import { createHarness } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { describe, expect, test } from 'vitest'
import { wordItem } from '../../server/verify/reports/table.ts'
import { verify } from '../../server/verify/verify.ts'
import { brokenByOneLetter, type Mutate, mutants, throughMutant } from './mutants.ts'

async function verifyMutant(api: string, mutate: Mutate, runs: number) {
  const simulator = simulators.find(({ name }) => name === api)
  if (!simulator) throw new Error(`There is no ${api}.`)
  await using harness = await createHarness({ simulators: [simulator], now: '2026-01-01T00:00:00Z' })
  const fetch = throughMutant(harness, mutate)
  // Awaited here: the harness lives until then.
  return await verify({ simulator, url: 'https://twin.test', fetch, control: harness, runs })
}

describe('verify finds every documented answer that was broken', () => {
  test.each(mutants)('$kind ($api)', async ({ api, found, make }) => {
    const { score, items } = await verifyMutant(api, make(), 1)
    const failed = items.filter(({ outcome }) => outcome === 'failed').map(wordItem)
    expect(failed).toContain(found)
    // Most checks hold: the report shows the mutation, not that nothing works.
    expect(score.held).toBeGreaterThan(score.failed)
  })
})

test('a generated case that breaks the service is made small, and reported with the seed that repeats it', async () => {
  const { items } = await verifyMutant('consumer-intelligence', brokenByOneLetter(), 25)
  const failed = items.filter(({ outcome }) => outcome === 'failed')
  const [item] = failed
  expect(failed.map(wordItem)).toContain('findPerson: answers whatever its schema allows as documented')
  expect(item?.reasons[0]).toMatch(/smallest found: \{"\w+":"å"\} \(--seed 1 --runs 25\)$/)
})
