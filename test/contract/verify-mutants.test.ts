import { createHarness } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { describe, expect, test } from 'vitest'
import { wordItem } from '../../server/verify/reports/table.ts'
import { verify } from '../../server/verify/verify.ts'
import { brokenByOneLetter, type Mutate, mutants, throughMutant } from './mutants.ts'
import { mutantsOfAnswers } from './mutants-of-answers.ts'
import { mutantsOfWebhooks, sendingThrough } from './mutants-of-webhooks.ts'

const AS_IT_IS: Mutate = (request, send) => send(request)

async function verifyMutant(api: string, mutate: Mutate, runs: number, send: typeof fetch = fetch) {
  const simulator = simulators.find(({ name }) => name === api)
  if (!simulator) throw new Error(`There is no ${api}.`)
  const now = '2026-01-01T00:00:00Z'
  await using harness = await createHarness({ simulators: [simulator], now, webhooks: { send } })
  const through = throughMutant(harness, mutate)
  // Awaited here: the harness lives until then.
  return await verify({ simulator, url: 'https://twin.test', fetch: through, control: harness, runs })
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
  test.each(mutants)('$kind ($api)', async ({ api, found, make }) => {
    expectFound(await verifyMutant(api, make(), 1), found)
  })
})

describe('verify tells a broken promise from an assumption of ours that is wrong', () => {
  test.each(mutantsOfAnswers)('$kind ($api)', async ({ api, found, make, setting, ...mutant }) => {
    const verdict = expectFound(await verifyMutant(api, make(), 1), found)
    expect(verdict?.class).toBe(mutant.class)
    if (setting) expect(verdict?.settings).toContain(setting)
  })
})

describe('verify finds what is wrong with webhooks', () => {
  test.each(mutantsOfWebhooks)('$kind ($api)', async ({ api, found, make, setting, ...mutant }) => {
    const verdict = expectFound(await verifyMutant(api, AS_IT_IS, 1, sendingThrough(make())), found)
    expect(verdict?.class).toBe(mutant.class)
    if (setting) expect(verdict?.settings).toContain(setting)
  })
})

test('a generated case that breaks the service is made small, and reported with the seed that repeats it', async () => {
  const { items } = await verifyMutant('consumer-intelligence', brokenByOneLetter(), 25)
  const failed = items.filter(({ outcome }) => outcome === 'failed')
  const [item] = failed
  expect(failed.map(wordItem)).toContain('findPerson: answers whatever its schema allows as documented')
  expect(item?.reasons[0]).toMatch(/smallest found: \{"\w+":"å"\} \(--seed 1 --runs 25\)$/)
})
