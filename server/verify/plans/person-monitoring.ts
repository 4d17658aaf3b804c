/** How an implementation of Person Register Monitoring is driven, and what it promises (facts PM-*). */
import { numberOf } from '../../../fixtures/subjects.ts'
import { must } from '../outcome.ts'
import { type Call, check, type Plan, type VerifySession } from '../plan.ts'
import { tokenChecks, tokenExpiry } from './token.ts'

const roles = {
  production: { about: 'a client of production', token: 'requestToken', ready: 'tvilling' },
  sandbox: { about: 'a client of the sandbox', token: 'requestToken', ready: 'tvilling-sandbox' },
  'no-permission': {
    about: 'a client without the permission',
    token: 'requestToken',
    ready: 'tvilling-no-permission',
  },
}

interface Bundle {
  id: string
  status: string
  entityCount: number
  lastModified: string
}

const csv = (...rows: string[]) => new File([rows.join('\n')], 'list.csv', { type: 'text/csv' })
const json = (value: unknown) => new File([JSON.stringify(value)], 'list.json', { type: 'application/json' })

const update = (visit: VerifySession, file: File, id = visit.subject('bundle')): Call => ({
  operation: 'updateBundle',
  path: { id },
  body: { file },
})

async function updated(visit: VerifySession, file: File): Promise<Bundle> {
  return (await visit.expect(200, update(visit, file))).response.body as Bundle
}

async function bundle(visit: VerifySession): Promise<Bundle> {
  const exchange = await visit.expect(200, { operation: 'listBundles' })
  const { bundles } = exchange.response.body as { bundles: Bundle[] }
  const found = bundles.find(({ id }) => id === visit.subject('bundle'))
  must(found, `the bundle ${visit.subject('bundle')} in the list`, exchange)
  return found
}

/** The states that the bundle goes through until it is done with. */
async function states(visit: VerifySession): Promise<string> {
  const seen: string[] = []
  await visit.until('the bundle to be processed', 'PT1H', 'PT2M', async () => {
    const { status } = await bundle(visit)
    if (seen.at(-1) !== status) seen.push(status)
    return status === 'PENDING' || status === 'SENT_IN' ? undefined : status
  })
  return seen.join(' → ')
}

async function goes(visit: VerifySession, wanted: string): Promise<void> {
  const way = await states(visit)
  must(way === wanted, `${wanted}, not ${way}`)
}

const requests: Plan['requests'] = {
  requestToken: (visit) => visit.tokenCall('main'),
  listBundles: () => ({ operation: 'listBundles' }),
  updateBundle: (visit) => update(visit, csv('personalNumber', visit.subject('known'))),
}

const BOTH = ['updateBundle', 'listBundles']

export const personMonitoringPlan: Plan = {
  api: 'person-monitoring',
  environments: ['production'],
  roles,
  lacking: 'no-permission',
  subjects: {
    bundle: 'b1',
    known: numberOf('legal-id'),
    another: numberOf('name-and-address'),
    'wrong-check-digit': '198001022387',
  },
  refusals: { schema: 400, unreadable: 400 },
  requests,
  checks: [
    ...tokenChecks({ roles: { production: roles.production }, invalidClient: 401 }),

    check('goes from PENDING to APPROVED with a small CSV file', BOTH, async (visit) => {
      const file = csv('personalNumber', visit.subject('known'), visit.subject('another'))
      const { status, entityCount } = await updated(visit, file)
      must(status === 'PENDING', `PENDING right after the update, not ${status}`)
      must(entityCount === 2, `entityCount 2, not ${entityCount}`)
      await goes(visit, 'PENDING → APPROVED')
    }),

    check('takes JSON, as texts and as objects, and counts a number once', BOTH, async (visit) => {
      const { entityCount } = await updated(
        visit,
        json([visit.subject('known'), { personalNumber: visit.subject('another') }, visit.subject('known')]),
      )
      must(entityCount === 2, `entityCount 2, not ${entityCount}`)
      must((await bundle(visit)).entityCount === 2, 'the same count in the list')
      await goes(visit, 'PENDING → APPROVED')
    }),

    check('goes from SENT_IN by PENDING to APPROVED with a large file', BOTH, async (visit) => {
      const rows = Array.from({ length: 1_001 }, () => visit.subject('known'))
      const { status } = await updated(visit, csv(...rows))
      must(status === 'SENT_IN', `SENT_IN right after the update, not ${status}`)
      await goes(visit, 'SENT_IN → PENDING → APPROVED')
    }),

    check('turns INCORRECT with a number whose check digit is wrong', BOTH, async (visit) => {
      await updated(visit, csv(visit.subject('known'), visit.subject('wrong-check-digit')))
      await goes(visit, 'PENDING → INCORRECT')
      await updated(visit, csv(visit.subject('known')))
      await goes(visit, 'PENDING → APPROVED')
    }),

    check('starts again when it is updated while PENDING', BOTH, async (visit) => {
      await updated(visit, csv(visit.subject('known')))
      const { entityCount } = await updated(visit, csv(visit.subject('known'), visit.subject('another')))
      must(entityCount === 2, 'the list of the later file')
      await goes(visit, 'PENDING → APPROVED')
      must((await bundle(visit)).entityCount === 2, 'the list of the later file, in the end')
    }),

    check('can be MISSING, and is PENDING again after an update', BOTH, async (visit) => {
      const of = { id: visit.subject('bundle'), client: visit.credentials('main').id }
      await visit.control().scenarios.load('bundle-missing', of)
      await goes(visit, 'MISSING')
      await updated(visit, csv(visit.subject('known')))
      await goes(visit, 'PENDING → APPROVED')
    }),

    check('empties the list with a header alone', BOTH, async (visit) => {
      const { entityCount } = await updated(visit, csv('personalNumber'))
      must(entityCount === 0, `entityCount 0, not ${entityCount}`)
      await goes(visit, 'PENDING → APPROVED')
    }),

    check('refuses files that cannot be taken, and leaves the bundle as it was', BOTH, async (visit) => {
      await updated(visit, csv(visit.subject('known')))
      await states(visit)
      const before = await bundle(visit)
      const wrong: [string, Call['body']][] = [
        ['no part file', { other: csv(visit.subject('known')) }],
        ['an empty file', { file: csv('') }],
        ['a PDF', { file: new File(['%PDF-1.7'], 'list.pdf', { type: 'application/pdf' }) }],
        ['rows that are no numbers', { file: csv('hello', 'world') }],
        ['JSON that is none', { file: new File(['[1,'], 'list.json', { type: 'application/json' }) }],
      ]
      for (const [what, body] of wrong) {
        const exchange = await visit.call({ ...update(visit, csv()), body })
        must(exchange.response.status === 400, `400, not ${exchange.response.status}, for ${what}`, exchange)
      }
      must(JSON.stringify(await bundle(visit)) === JSON.stringify(before), 'the bundle as it was before')
    }),

    check('answers 404 for a bundle that the caller does not have', ['updateBundle'], async (visit) => {
      await visit.expect(404, update(visit, csv(visit.subject('known')), visit.id()))
    }),

    check(
      'lists no bundles in the sandbox, and takes any update there',
      ['listBundles', 'updateBundle'],
      async (visit) => {
        await visit.expect(404, { operation: 'listBundles', as: 'sandbox' })
        await visit.expect(200, { ...update(visit, csv(visit.subject('known')), visit.id()), as: 'sandbox' })
      },
    ),

    tokenExpiry(['listBundles', 'updateBundle'], requests),
  ],
}
