import { createHarness } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { describe, expect, test } from 'vitest'
import { wordItem } from '../../server/verify/reports/table.ts'
import { verify } from '../../server/verify/verify.ts'

/** Where the documents are silent, a provider calls things otherwise than we do. */
const OTHERWISE = {
  'birth-report': {
    names: { 'BirthReportRequest.child': 'barn' },
    words: { 'Child.gender': { MALE: 'M', FEMALE: 'K' } },
  },
  'organization-session': {
    paths: { getSession: '/organization/status/{country}/{sessionId}' },
    names: {
      'SessionRequest.identifier': 'number',
      'WebhookRequest.url': 'address',
      'Session.status': 'state',
      'AllDoneEvent.sessionId': 'session',
    },
    words: { SessionStatus: { DONE: 'FINISHED' } },
  },
}

async function verifyOther(api: keyof typeof OTHERWISE, matched: boolean) {
  const simulator = simulators.find(({ name }) => name === api)
  if (!simulator) throw new Error(`There is no ${api}.`)
  await using harness = await createHarness({
    simulators: [simulator],
    now: '2026-01-01T00:00:00Z',
    settings: { [api]: OTHERWISE[api] } as never,
  })
  const { contract, validator, routes, grounds } = simulator.served(OTHERWISE[api])
  return await verify({
    simulator: matched ? { ...simulator, contract, validator, routes, grounds } : simulator,
    url: 'https://provider.test',
    fetch: (url, init) => harness.fetch(new Request(url, { ...init, duplex: 'half' })),
    control: harness as never,
    runs: 2,
  })
}

describe.each(['birth-report', 'organization-session'] as const)('a provider of %s', (api) => {
  test('that calls things otherwise has full marks with the settings that say so', async () => {
    const { items, score } = await verifyOther(api, true)
    expect(items.filter(({ outcome }) => outcome !== 'held').map(wordItem)).toEqual([])
    expect(score.percent).toBe(100)
  })

  test('breaks no promise without them: our assumptions are wrong, and these settings mend them', async () => {
    const { items } = await verifyOther(api, false)
    const failed = items.filter(({ outcome }) => outcome === 'failed')
    const settings = new Set(failed.flatMap(({ verdict }) => verdict?.settings ?? []))
    const named = {
      'birth-report': ['names["BirthReportRequest.child"]', 'words["Child.gender"]'],
      'organization-session': ['paths["getSession"]', 'names["SessionRequest.identifier"]'],
    }
    for (const setting of named[api]) expect([...settings]).toContain(`${api}.${setting}`)
    expect(failed.length).toBeGreaterThan(0)
    expect(failed.filter(({ verdict }) => verdict?.class !== 'assumption').map(wordItem)).toEqual([])
  })
})
