import { createHarness } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { describe, expect, test } from 'vitest'
import { ANY_PATH, WEBHOOKS } from '../../server/verify/report.ts'
import { wordItem } from '../../server/verify/reports/table.ts'
import { verify } from '../../server/verify/verify.ts'
import type { Check } from '../../src/simulator/verification.ts'
import { brokenByOneLetter, type Mutate, mutants, throughMutant } from './mutants.ts'
import { mutantsOfAnswers } from './mutants-of-answers.ts'
import { mutantsOfWebhooks, sendingThrough } from './mutants-of-webhooks.ts'

const AS_IT_IS: Mutate = (request, send) => send(request)

/**
 * Whether a check is run for a mutant: the one that finds it, or for a status all of its operation, and for an event all.
 * `verify.test.ts` runs them all.
 */
function concerns(found: string, { operations, name }: Check): boolean {
  if (found.startsWith(`${WEBHOOKS} `)) return true
  if (found.includes(': ')) return found === `${operations[0] ?? ANY_PATH}: ${name}`
  return operations.some((operation) => found.startsWith(`${operation} `))
}

interface Broken {
  api: string
  /** The only item whose checks are run; all of them if it is left out. */
  found?: string
  mutate?: Mutate
  send?: typeof fetch
  runs?: number
}

async function verifyMutant({ api, found, mutate = AS_IT_IS, send = fetch, runs = 1 }: Broken) {
  const simulator = simulators.find(({ name }) => name === api)
  if (!simulator) throw new Error(`There is no ${api}.`)
  const now = '2026-01-01T00:00:00Z'
  await using harness = await createHarness({ simulators: [simulator], now, webhooks: { send } })
  const through = throughMutant(harness, mutate)
  const only = (check: Check) => found === undefined || concerns(found, check)
  // Awaited here: the harness lives until then.
  return await verify({ simulator, url: 'https://twin.test', fetch: through, control: harness, runs, only })
}

type Verified = Awaited<ReturnType<typeof verify>>

function expectFound({ score, items }: Verified, found: string) {
  const failed = items.filter(({ outcome }) => outcome === 'failed')
  expect(failed.map(wordItem)).toContain(found)
  // Most checks hold: the report shows the mutation, not that nothing works.
  expect(score.held).toBeGreaterThan(score.failed)
  return failed.find((item) => wordItem(item) === found)?.verdict
}

describe('verify finds every documented answer that was broken', () => {
  test.each(mutants)('$kind ($api)', async ({ api, found, make, byAll }) => {
    const broken = { api, mutate: make(), ...(!byAll && { found }) }
    expectFound(await verifyMutant(broken), found)
  })
})

describe('verify tells a broken promise from an assumption of ours that is wrong', () => {
  test.each(mutantsOfAnswers)('$kind ($api)', async ({ api, found, make, setting, ...mutant }) => {
    const verdict = expectFound(await verifyMutant({ api, found, mutate: make() }), found)
    expect(verdict?.class).toBe(mutant.class)
    if (setting) expect(verdict?.settings).toContain(setting)
  })
})

describe('verify finds what is wrong with webhooks', () => {
  test.each(mutantsOfWebhooks)('$kind ($api)', async ({ api, found, make, setting, ...mutant }) => {
    const verdict = expectFound(await verifyMutant({ api, found, send: sendingThrough(make()) }), found)
    expect(verdict?.class).toBe(mutant.class)
    if (setting) expect(verdict?.settings).toContain(setting)
  })
})

test('a generated case that breaks the service is made small, and reported with the seed that repeats it', async () => {
  const { items } = await verifyMutant({
    api: 'consumer-intelligence',
    mutate: brokenByOneLetter(),
    runs: 25,
  })
  const failed = items.filter(({ outcome }) => outcome === 'failed')
  const [item] = failed
  expect(failed.map(wordItem)).toContain('findPerson: answers whatever its schema allows as documented')
  expect(item?.reasons[0]).toMatch(/smallest found: \{"\w+":"å"\} \(--seed 1 --runs 25\)$/)
})
