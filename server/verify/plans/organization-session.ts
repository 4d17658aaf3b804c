/** How an implementation of BankID AML organization sessions is driven, and what it promises (facts OS-*). */
import { organizationNumberOf } from '../../../fixtures/organization-subjects.ts'
import { must } from '../outcome.ts'
import { type Call, check, type Plan, type VerifySession } from '../plan.ts'
import { tokenChecks, tokenExpiry } from './token.ts'

const token = { token: 'requestToken', path: { realm: 'current' } }
const roles = {
  main: { about: 'a client with both scopes', ready: 'tvilling', ...token },
  'no-ofac': { about: 'a client without the OFAC scope', ready: 'tvilling-no-ofac', ...token },
  'no-scope': { about: 'a client without any scope', ready: 'tvilling-no-scope', ...token },
}

type Country = 'no' | 'se' | 'fi'
type View = Record<'sessionId' | 'status' | 'jsonData' | 'aml-report' | 'certificate-report', string>

const create = (visit: VerifySession, more: object = {}, country: Country = 'no'): Call => ({
  operation: 'createSession',
  path: { country },
  body: { identifier: visit.subject(country), ...more },
})

async function start(visit: VerifySession, more: object = {}, country: Country = 'no'): Promise<string> {
  const { response } = await visit.expect(201, create(visit, more, country))
  return (response.body as { sessionId: string }).sessionId
}

const path = (sessionId: string, country: string = 'no') => ({ country, sessionId })

const status = (sessionId: string, country?: string): Call => ({
  operation: 'getSession',
  path: path(sessionId, country),
})
const result = (sessionId: string, country?: string): Call => ({
  operation: 'getSessionResult',
  path: path(sessionId, country),
})
const report = (sessionId: string, name = 'aml'): Call => ({
  operation: 'getSessionReport',
  path: { ...path(sessionId), report: name },
})

async function view(visit: VerifySession, sessionId: string, country?: string): Promise<View> {
  return (await visit.expect(200, status(sessionId, country))).response.body as View
}

const done = (visit: VerifySession, sessionId: string, country?: string) =>
  visit.until('the session to be done', 'PT30M', 'PT5S', async () => {
    const seen = await view(visit, sessionId, country)
    return seen.status === 'IN_PROGRESS' ? undefined : seen
  })

const REPORTS = { reports: ['aml', 'certificate'] }

/** A session that is done, as long as its results can be fetched. */
const doneSession = (visit: VerifySession) =>
  visit.keep('done session', async () => {
    const sessionId = await start(visit, REPORTS)
    await done(visit, sessionId)
    return sessionId
  })

const EVERYTHING = [
  'keyInformation.lei',
  'address',
  'financials.accounting',
  'financials.keyFigures',
  'financials.auditor',
  'financials.accountant',
  'ownership.beneficials',
  'ownership.subsidiaries',
  'ownership.shareholders',
  'ownership.indicators',
  'authorities',
  'roles',
  'sanction',
]

const ALL = ['createSession', 'getSession', 'getSessionResult', 'getSessionReport']
const ORDER = ['NOT_STARTED', 'IN_PROGRESS', 'READY']

const requests: Plan['requests'] = {
  requestToken: (visit) => visit.tokenCall('main'),
  createSession: (visit) =>
    create(visit, {
      expands: ['address'],
      reports: ['aml'],
      webhooks: [{ url: visit.subject('receiver'), events: ['Failed'] }],
    }),
  getSession: (visit) => status(visit.uuid()),
  getSessionResult: (visit) => result(visit.uuid()),
  getSessionReport: (visit) => report(visit.uuid()),
}

export const organizationSessionPlan: Plan = {
  api: 'organization-session',
  environments: ['main'],
  roles,
  lacking: 'no-scope',
  subjects: {
    no: organizationNumberOf('norwegian-full'),
    se: organizationNumberOf('swedish-full'),
    fi: organizationNumberOf('finnish-full'),
    sparse: organizationNumberOf('norwegian-sparse'),
    unregistered: organizationNumberOf('norwegian-unregistered'),
    'wrong-check-digit': '5520010000',
    receiver: 'http://127.0.0.1:9/verify',
  },
  refusals: { schema: 400, unreadable: 400, parameters: { country: 404, report: 404 } },
  requests,
  ready: {
    getSession: async (visit) => status(await doneSession(visit)),
    getSessionResult: async (visit) => result(await doneSession(visit)),
    getSessionReport: async (visit) => report(await doneSession(visit)),
  },
  checks: [
    ...tokenChecks({ roles: { main: roles.main }, invalidClient: 400 }),

    check(
      'makes the JSON first, then one report after the other, and is done with the last',
      ['getSession', 'createSession'],
      async (visit) => {
        const sessionId = await start(visit, REPORTS)
        const results = ['jsonData', 'aml-report', 'certificate-report'] as const
        const readyAt = new Map<string, number>()
        const last = new Map<string, number>()
        let polls = 0
        const first = await view(visit, sessionId)
        must(first.jsonData === 'IN_PROGRESS', `jsonData IN_PROGRESS at first, not ${first.jsonData}`)
        must(
          first['aml-report'] === 'NOT_STARTED',
          `aml-report NOT_STARTED at first, not ${first['aml-report']}`,
        )
        await visit.until('the session to be done', 'PT30M', 'PT5S', async () => {
          polls += 1
          const seen = await view(visit, sessionId)
          for (const name of results) {
            const step = ORDER.indexOf(seen[name])
            must(
              step >= (last.get(name) ?? 0),
              `${name} to go ${ORDER.join(' → ')}, not to be ${seen[name]} now`,
            )
            last.set(name, step)
            if (seen[name] === 'READY' && !readyAt.has(name)) readyAt.set(name, polls)
          }
          const ready = results.every((name) => seen[name] === 'READY')
          must((seen.status === 'DONE') === ready, 'DONE exactly when everything is READY')
          return ready || undefined
        })
        const times = results.map((name) => readyAt.get(name) ?? 0)
        const inOrder = times.every((time, index) => index === 0 || time > (times[index - 1] ?? 0))
        must(inOrder, `READY in the order ${results.join(', ')}`)
      },
    ),

    check('has only what was asked for in its status', ['getSession', 'createSession'], async (visit) => {
      const seen = await view(visit, await start(visit))
      must(!('aml-report' in seen) && !('certificate-report' in seen), 'no report that was not asked for')
    }),

    check(
      'answers 409 for a result that is not ready',
      ['getSessionResult', 'createSession'],
      async (visit) => {
        await visit.expect(409, result(await start(visit)))
      },
    ),

    check(
      'answers 409 for a report that is not ready',
      ['getSessionReport', 'createSession', 'getSession'],
      async (visit) => {
        const sessionId = await start(visit, REPORTS)
        await visit.expect(409, report(sessionId, 'aml'))
        await visit.until('the JSON to be ready', 'PT30M', 'PT5S', async () =>
          (await view(visit, sessionId)).jsonData === 'READY' ? true : undefined,
        )
        await visit.expect(409, report(sessionId, 'certificate'))
      },
    ),

    check('gives each report as PDF', ['getSessionReport', 'createSession', 'getSession'], async (visit) => {
      const sessionId = await doneSession(visit)
      for (const name of ['aml', 'certificate']) {
        const exchange = await visit.expect(200, report(sessionId, name))
        const bytes = exchange.response.body as Uint8Array
        must(Buffer.from(bytes.subarray(0, 5)).toString() === '%PDF-', 'a PDF', exchange)
      }
    }),

    check(
      'gives a result for two hours, and 410 afterwards',
      ['getSessionResult', 'getSessionReport', 'createSession', 'getSession'],
      async (visit) => {
        const sessionId = await start(visit, REPORTS)
        await done(visit, sessionId)
        await visit.pass('PT1H55M')
        await visit.expect(200, result(sessionId))
        await visit.expect(200, report(sessionId))
        await visit.pass('PT6M')
        await visit.expect(410, result(sessionId))
        await visit.expect(410, report(sessionId, 'aml'))
        await visit.expect(410, report(sessionId, 'certificate'))
        const { jsonData } = await view(visit, sessionId)
        must(jsonData === 'EXPIRED', `jsonData EXPIRED, not ${jsonData}`)
      },
    ),

    check(
      'gives the basic data set alone when nothing else was asked for',
      ['getSessionResult', 'createSession', 'getSession'],
      async (visit) => {
        const sessionId = await start(visit)
        await done(visit, sessionId)
        const exchange = await visit.expect(200, result(sessionId))
        const { keyInformation, ...others } = exchange.response.body as Record<string, object>
        must(keyInformation && !('lei' in keyInformation), 'keyInformation without lei', exchange)
        must(
          Object.keys(others).length === 0,
          `no other node, not ${Object.keys(others).join(', ')}`,
          exchange,
        )
      },
    ),

    ...(['no', 'se', 'fi'] as const).map((country) =>
      check(
        `gives every node that was asked for in /${country}, by the model of the country`,
        ['getSessionResult', 'createSession', 'getSession'],
        async (visit) => {
          const sessionId = await start(visit, { expands: EVERYTHING, reports: ['aml'] }, country)
          await done(visit, sessionId, country)
          const exchange = await visit.expect(200, result(sessionId, country))
          for (const node of [...EVERYTHING, 'links.reports.aml']) {
            must(nodeAt(exchange.response.body, node) !== undefined, `the node ${node}`, exchange)
          }
          const said = nodeAt(exchange.response.body, 'keyInformation.country')
          must(said === country.toUpperCase(), `the country ${country.toUpperCase()}`, exchange)
        },
      ),
    ),

    check(
      'gives an empty node for what was asked for and not found',
      ['getSessionResult', 'createSession', 'getSession'],
      async (visit) => {
        const identifier = visit.subject('sparse')
        const sessionId = await start(visit, { identifier, expands: EVERYTHING })
        await done(visit, sessionId)
        const exchange = await visit.expect(200, result(sessionId))
        for (const node of EVERYTHING) {
          must(nodeAt(exchange.response.body, node) !== undefined, `an empty node ${node}`, exchange)
        }
      },
    ),

    check(
      'fails when no register has the organization, and has no results then',
      ['getSession', 'createSession', 'getSessionResult', 'getSessionReport'],
      async (visit) => {
        const sessionId = await start(visit, { identifier: visit.subject('unregistered'), ...REPORTS })
        const { status: end, jsonData } = await done(visit, sessionId)
        must(end === 'FAILED' && jsonData === 'FAILED', `FAILED, not ${end} with ${jsonData}`)
        await visit.expect(409, result(sessionId))
        await visit.expect(409, report(sessionId))
      },
    ),

    check('refuses an identifier of no organization', ['createSession'], async (visit) => {
      await visit.expect(400, create(visit, { identifier: visit.subject('wrong-check-digit') }))
      await visit.expect(400, create(visit, { identifier: 'abc' }))
    }),

    check('refuses sanction without the scope for it', ['createSession'], async (visit) => {
      await visit.expect(403, { ...create(visit, { expands: ['sanction'] }), as: 'no-ofac' })
      await visit.expect(201, { ...create(visit, { expands: ['address'] }), as: 'no-ofac' })
    }),

    check(
      'answers 404 for a session that is unknown, of another country, or of another client',
      ['getSession', 'createSession', 'getSessionResult', 'getSessionReport'],
      async (visit) => {
        for (const call of [status(visit.uuid()), result(visit.uuid()), report(visit.uuid())]) {
          await visit.expect(404, call)
        }
        const sessionId = await start(visit)
        await visit.expect(404, status(sessionId, 'se'))
        await visit.expect(404, { ...status(sessionId), as: 'no-ofac' })
      },
    ),

    check(
      'answers 404 for a report that was not asked for',
      ['getSessionReport', 'createSession'],
      async (visit) => {
        await visit.expect(404, report(await start(visit, { reports: ['aml'] }), 'certificate'))
      },
    ),

    tokenExpiry(ALL, requests),
  ],
}

function nodeAt(value: unknown, node: string): unknown {
  return node
    .split('.')
    .reduce((inside, step) => (inside as Record<string, unknown> | undefined)?.[step], value)
}
