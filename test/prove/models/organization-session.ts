/**
 * A model of the organization session, from its facts: what is ready when, what expires after two hours, 409 before and 410
 * after, failed sessions, scopes, and the webhook messages with their order.
 */
import fc from 'fast-check'
import { durationOf } from 'tvilling'
import {
  advances,
  agree,
  callAs,
  type ModelTest,
  START,
  type Step,
  stale,
  type TokenModel,
  type Twin,
} from './model-test.ts'

interface Session {
  id: string
  /** Only who created it can read it: a choice of the twin, since the facts do not say. */
  client: string
  country: string
  createdAt: number
  isKnown: boolean
  reports: readonly string[]
  events: readonly string[]
  hook: string
}

interface Sessions extends TokenModel {
  sessions: Session[]
}

const API = 'https://aml.bankidapis.no/organization/session'
const JSON_TIME = durationOf('PT10S')
const REPORT_TIME = durationOf('PT20S')
const LIFETIME = durationOf('PT2H')
/** Assumed by the twin: the facts do not say how long a token lives. */
const TOKEN_LIFETIME = durationOf('PT5M')
const KNOWN = '300100007'
const UNKNOWN = '999999990'

/** The instant at which a result is ready: the JSON if `report` is undefined (OS-17). */
function readyAt({ createdAt, reports }: Session, report?: string): number {
  const place = report === undefined ? 0 : reports.indexOf(report) + 1
  return createdAt + JSON_TIME + place * REPORT_TIME
}

/** OS-08, OS-16, OS-19. */
function stateOf(session: Session, now: number, report?: string): string {
  if (!session.isKnown && now >= session.createdAt + JSON_TIME) return 'FAILED'
  const ready = readyAt(session, report)
  if (now >= ready + LIFETIME) return 'EXPIRED'
  if (now >= ready) return 'READY'
  if (report === undefined) return 'IN_PROGRESS'
  return now >= ready - REPORT_TIME ? 'IN_PROGRESS' : 'NOT_STARTED'
}

function sessionState(session: Session, now: number): string {
  if (!session.isKnown) return now >= session.createdAt + JSON_TIME ? 'FAILED' : 'IN_PROGRESS'
  return now >= readyAt(session, session.reports.at(-1)) ? 'DONE' : 'IN_PROGRESS'
}

/** The messages that the session's webhook must have had, in order (OS-06, OS-18). */
function messagesOf(session: Session, now: number): (string | undefined)[][] {
  const { reports, events, createdAt, isKnown } = session
  const all: [number, string, string?][] = isKnown
    ? [
        [readyAt(session), 'JsonDataReady'],
        ...reports.map((report): [number, string, string] => [
          readyAt(session, report),
          'ReportReady',
          report,
        ]),
        [readyAt(session, reports.at(-1)), 'AllDone'],
      ]
    : [[createdAt + JSON_TIME, 'Failed']]
  return all
    .filter(([at, status]) => at <= now && events.includes(status))
    .map(([at, status, report]) => [status, report, new Date(at).toISOString()])
}

async function send(
  model: Sessions,
  twin: Twin,
  path: string,
  who: { client: string; stale: boolean },
  body?: unknown,
) {
  const headers = { 'content-type': 'application/json' }
  const init = body === undefined ? {} : { method: 'POST', headers, body: JSON.stringify(body) }
  return callAs(model, twin, { ...who, lifetime: TOKEN_LIFETIME }, `${API}${path}`, init)
}

const reports = fc.shuffledSubarray(['aml', 'certificate'])
const EVENTS = ['JsonDataReady', 'ReportReady', 'AllDone', 'Failed']

const creations = fc
  .record({
    client: fc.constantFrom('tvilling', 'tvilling', 'tvilling', 'tvilling-no-ofac', 'tvilling-no-scope'),
    stale,
    country: fc.constantFrom('no', 'no', 'no', 'dk'),
    identifier: fc.constantFrom(KNOWN, KNOWN, KNOWN, UNKNOWN, '5520010000'),
    expands: fc.constantFrom<string[]>([], [], ['roles'], ['sanction']),
    reports,
    events: fc.subarray(EVENTS, { minLength: 1 }),
  })
  .map(
    ({ client, stale, country, identifier, expands, reports, events }): Step<Sessions> => ({
      name: `${client} creates a session of ${identifier} in ${country}, expands [${expands}], reports [${reports}], events [${events}]${stale ? ', old token' : ''}`,
      async run(model, twin) {
        const hook = `https://receiver.test/${model.sessions.length}`
        const body = { identifier, expands, reports, webhooks: [{ url: hook, events }] }
        const answer = await send(model, twin, `/${country}`, { client, stale }, body)
        if (!answer) return
        if (client === 'tvilling-no-scope') return agree('the status without the scope', answer.status, 403)
        if (country === 'dk') return agree('the status of another country', answer.status, 404)
        if (client === 'tvilling-no-ofac' && expands.includes('sanction')) {
          return agree('the status without the OFAC scope', answer.status, 403)
        }
        if (identifier === '5520010000') return agree('the status of no identifier', answer.status, 400)
        agree('the status', answer.status, 201)
        const isKnown = identifier === KNOWN
        const id = answer.body.sessionId
        model.sessions.push({ id, client, country, createdAt: model.now, isKnown, reports, events, hook })
      },
    }),
  )

const index = fc.integer({ min: 0, max: 4 })

/** Reads of a session that exists, the latest ones first. */
const reading = (
  name: string,
  run: (model: Sessions, twin: Twin, session: Session, stale: boolean) => Promise<void>,
) =>
  fc.record({ index, stale }).map(
    ({ index, stale }): Step<Sessions> => ({
      name: `reads ${name} of session ${index} from the end${stale ? ' with its old token' : ''}`,
      possible: ({ sessions }) => sessions.length > index,
      run: (model, twin) => run(model, twin, model.sessions.at(-1 - index) as Session, stale),
    }),
  )

const states = reading('the state', async (model, twin, session, stale) => {
  const who = { client: session.client, stale }
  const answer = await send(model, twin, `/${session.country}/${session.id}`, who)
  if (!answer) return
  agree('the state of the session', answer.body, {
    sessionId: session.id,
    status: sessionState(session, model.now),
    jsonData: stateOf(session, model.now),
    ...Object.fromEntries(
      session.reports.map((report) => [`${report}-report`, stateOf(session, model.now, report)]),
    ),
  })
})

const STATUS_OF: Record<string, number> = {
  READY: 200,
  EXPIRED: 410,
  FAILED: 409,
  IN_PROGRESS: 409,
  NOT_STARTED: 409,
}

const results = reading('the JSON', async (model, twin, session, stale) => {
  const who = { client: session.client, stale }
  const answer = await send(model, twin, `/${session.country}/${session.id}/result`, who)
  if (answer) agree('the status of the JSON', answer.status, STATUS_OF[stateOf(session, model.now)])
})

const reportsRead = fc.constantFrom('aml', 'certificate').chain((report) =>
  reading(`the report ${report}`, async (model, twin, session, stale) => {
    const who = { client: session.client, stale }
    const answer = await send(model, twin, `/${session.country}/${session.id}/reports/${report}`, who)
    if (!answer) return
    const wanted = session.reports.includes(report) ? STATUS_OF[stateOf(session, model.now, report)] : 404
    agree(`the status of the report ${report}`, answer.status, wanted)
  }),
)

const elsewhere = reading('the state in another country', async (model, twin, session, stale) => {
  const answer = await send(model, twin, `/se/${session.id}`, { client: session.client, stale })
  if (answer) agree('the status in another country', answer.status, 404)
})

const others = reading('the state as another client', async (model, twin, session, stale) => {
  const client = session.client === 'tvilling' ? 'tvilling-no-ofac' : 'tvilling'
  const answer = await send(model, twin, `/${session.country}/${session.id}`, { client, stale })
  if (answer) agree('the status for another client', answer.status, 404)
})

const received = reading('the messages', async (model, twin, session) => {
  const got = twin.sentTo(session.hook)
  agree(
    'the messages',
    got.map(({ status, report, timestamp }) => [status, report, timestamp]),
    messagesOf(session, model.now),
  )
  agree('whose they are', new Set(got.map(({ sessionId }) => sessionId)).size <= 1, true)
})

const nowhere = fc.constantFrom('', '/result', '/reports/aml').map(
  (part): Step<Sessions> => ({
    name: `reads ${part || 'the state'} of a session that does not exist`,
    async run(model, twin) {
      const path = `/no/00000000-0000-4000-8000-000000000000${part}`
      const answer = await send(model, twin, path, { client: 'tvilling', stale: false })
      agree('the status', answer?.status, 404)
    },
  }),
)

export const organizationSession: ModelTest<Sessions> = {
  simulator: 'organization-session',
  tokenAt: {
    url: 'https://auth.bankid.no/auth/realms/prod/protocol/openid-connect/token',
    form: 'grant_type=client_credentials',
  },
  model: () => ({ now: Date.parse(START), validUntil: new Map(), sessions: [] }),
  commands: [
    creations,
    creations,
    states,
    states,
    results,
    reportsRead,
    elsewhere,
    others,
    received,
    nowhere,
    advances('PT1S', 'PT9S', 'PT10S', 'PT20S', 'PT30S', 'PT1H59M50S', 'PT2H'),
  ],
}
