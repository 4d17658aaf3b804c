/** How an implementation of Person Register Monitoring is driven, and what it promises (facts PM-*). */
import {
  type Call,
  check,
  must,
  tokenChecks,
  tokenExpiry,
  type VerificationPlan,
  type VerifySession,
} from 'tvilling'
import { numberOf } from '../../fixtures/index.ts'
import { webhookChecks } from './verification/webhook-checks.ts'

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

const update = (session: VerifySession, file: File, id = session.subject('bundle')): Call => ({
  operation: 'updateBundle',
  path: { id },
  body: { file },
})

async function updated(session: VerifySession, file: File): Promise<Bundle> {
  return (await session.expect(200, update(session, file))).response.body as Bundle
}

async function bundle(session: VerifySession): Promise<Bundle> {
  const exchange = await session.expect(200, { operation: 'listBundles' })
  const { bundles } = exchange.response.body as { bundles: Bundle[] }
  const found = bundles.find(({ id }) => id === session.subject('bundle'))
  must(found, `the bundle ${session.subject('bundle')} in the list`, exchange)
  return found
}

/** The states that the bundle goes through until its file is accepted or refused. */
async function states(session: VerifySession): Promise<string> {
  const seen: string[] = []
  await session.until('the bundle to be processed', 'PT1H', 'PT2M', async () => {
    const { status } = await bundle(session)
    if (seen.at(-1) !== status) seen.push(status)
    return status === 'PENDING' || status === 'SENT_IN' ? undefined : status
  })
  return seen.join(' → ')
}

async function goes(session: VerifySession, wanted: string): Promise<void> {
  const way = await states(session)
  must(way === wanted, `${wanted}, not ${way}`)
}

const requests: VerificationPlan['requests'] = {
  requestToken: (session) => session.tokenCall('main'),
  listBundles: () => ({ operation: 'listBundles' }),
  updateBundle: (session) => update(session, csv('personalNumber', session.subject('known'))),
}

const BOTH = ['updateBundle', 'listBundles']

export const verification: VerificationPlan = {
  environments: ['production'],
  roles,
  lacking: 'no-permission',
  subjects: {
    bundle: 'b1',
    known: numberOf('legal-id'),
    another: numberOf('name-and-address'),
    'wrong-check-digit': '198001022387',
  },
  refusals: { schema: 400, unreadable: 400, facts: { schema: ['PM-20'], unreadable: ['PM-20'] } },
  requests,
  // The type in the messages is a setting, and there is one event.
  webhooks: { eventOf: () => 'populationRegisterSe' },
  checks: [
    ...tokenChecks({
      roles: { production: roles.production },
      invalidClient: 401,
      facts: ['PM-10'],
    }),

    check(
      'goes from PENDING to APPROVED with a small CSV file',
      BOTH,
      ['PM-05', 'PM-18'],
      async (session) => {
        const file = csv('personalNumber', session.subject('known'), session.subject('another'))
        const { status, entityCount } = await updated(session, file)
        must(status === 'PENDING', `PENDING right after the update, not ${status}`)
        must(entityCount === 2, `entityCount 2, not ${entityCount}`)
        await goes(session, 'PENDING → APPROVED')
      },
    ),

    check(
      'takes JSON, as texts and as objects, and counts a number once',
      BOTH,
      ['PM-03', 'PM-19'],
      async (session) => {
        const { entityCount } = await updated(
          session,
          json([
            session.subject('known'),
            { personalNumber: session.subject('another') },
            session.subject('known'),
          ]),
        )
        must(entityCount === 2, `entityCount 2, not ${entityCount}`)
        must((await bundle(session)).entityCount === 2, 'the same count in the list')
        await goes(session, 'PENDING → APPROVED')
      },
    ),

    check(
      'goes from SENT_IN by PENDING to APPROVED with a large file',
      BOTH,
      ['PM-05', 'PM-18'],
      async (session) => {
        const rows = Array.from({ length: 1_001 }, () => session.subject('known'))
        const { status } = await updated(session, csv(...rows))
        must(status === 'SENT_IN', `SENT_IN right after the update, not ${status}`)
        await goes(session, 'SENT_IN → PENDING → APPROVED')
      },
    ),

    check('turns INCORRECT with a number whose check digit is wrong', BOTH, ['PM-20'], async (session) => {
      await updated(session, csv(session.subject('known'), session.subject('wrong-check-digit')))
      await goes(session, 'PENDING → INCORRECT')
      await updated(session, csv(session.subject('known')))
      await goes(session, 'PENDING → APPROVED')
    }),

    check('starts again when it is updated while PENDING', BOTH, ['PM-21'], async (session) => {
      await updated(session, csv(session.subject('known')))
      const { entityCount } = await updated(
        session,
        csv(session.subject('known'), session.subject('another')),
      )
      must(entityCount === 2, 'the list of the later file')
      await goes(session, 'PENDING → APPROVED')
      must((await bundle(session)).entityCount === 2, 'the list of the later file, in the end')
    }),

    check('can be MISSING, and is PENDING again after an update', BOTH, ['PM-20'], async (session) => {
      const of = { id: session.subject('bundle'), client: session.credentials('main').id }
      await session.loadScenario('bundle-missing', of)
      await goes(session, 'MISSING')
      await updated(session, csv(session.subject('known')))
      await goes(session, 'PENDING → APPROVED')
    }),

    check('empties the list with a header alone', BOTH, ['PM-19'], async (session) => {
      const { entityCount } = await updated(session, csv('personalNumber'))
      must(entityCount === 0, `entityCount 0, not ${entityCount}`)
      await goes(session, 'PENDING → APPROVED')
    }),

    check(
      'refuses files that cannot be taken, and leaves the bundle as it was',
      BOTH,
      ['PM-20'],
      async (session) => {
        await updated(session, csv(session.subject('known')))
        await states(session)
        const before = await bundle(session)
        const wrong: [string, Call['body']][] = [
          ['no part file', { other: csv(session.subject('known')) }],
          ['an empty file', { file: csv('') }],
          ['a PDF', { file: new File(['%PDF-1.7'], 'list.pdf', { type: 'application/pdf' }) }],
          ['rows that are no numbers', { file: csv('hello', 'world') }],
          ['JSON that is none', { file: new File(['[1,'], 'list.json', { type: 'application/json' }) }],
        ]
        for (const [what, body] of wrong) {
          const exchange = await session.call({ ...update(session, csv()), body })
          must(
            exchange.response.status === 400,
            `400, not ${exchange.response.status}, for ${what}`,
            exchange,
          )
        }
        must(JSON.stringify(await bundle(session)) === JSON.stringify(before), 'the bundle as it was before')
      },
    ),

    check(
      'answers 404 for a bundle that the caller does not have',
      ['updateBundle'],
      ['PM-21'],
      async (session) => {
        await session.expect(404, update(session, csv(session.subject('known')), session.id()))
      },
    ),

    check(
      'lists no bundles in the sandbox, and takes any update there',
      ['listBundles', 'updateBundle'],
      ['PM-08'],
      async (session) => {
        await session.expect(404, { operation: 'listBundles', as: 'sandbox' })
        await session.expect(200, {
          ...update(session, csv(session.subject('known')), session.id()),
          as: 'sandbox',
        })
      },
    ),

    ...webhookChecks,
    tokenExpiry(['listBundles', 'updateBundle'], requests, ['PM-10']),
  ],
}
