/** How an implementation of BankID AML organization sessions is driven, and what it promises (facts OS-*). */
import { check, must, tokenChecks, tokenExpiry, type VerificationPlan } from 'tvilling'
import { organizationNumberOf } from '../../fixtures/index.ts'
import { EXPANDS } from './states.ts'
import {
  create,
  done,
  doneSession,
  expired,
  REPORTS,
  report,
  result,
  start,
  status,
  view,
} from './verification/calls.ts'
import { webhookChecks } from './verification/webhook-checks.ts'

const token = { token: 'requestToken', path: { realm: 'current' } }
const roles = {
  main: { about: 'a client with both scopes', ready: 'tvilling', ...token },
  'no-ofac': { about: 'a client without the OFAC scope', ready: 'tvilling-no-ofac', ...token },
  'no-scope': { about: 'a client without any scope', ready: 'tvilling-no-scope', ...token },
}

const ALL = ['createSession', 'getSession', 'getSessionResult', 'getSessionReport']
const ORDER = ['NOT_STARTED', 'IN_PROGRESS', 'READY']

const requests: VerificationPlan['requests'] = {
  requestToken: (session) => session.tokenCall('main'),
  createSession: (session) =>
    create(session, {
      expands: ['address'],
      reports: ['aml'],
      webhooks: [{ url: session.subject('receiver'), events: ['Failed'] }],
    }),
  getSession: (session) => status(session.uuid()),
  getSessionResult: (session) => result(session.uuid()),
  getSessionReport: (session) => report(session.uuid()),
}

export const verification: VerificationPlan = {
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
  refusals: {
    schema: 400,
    unreadable: 400,
    parameters: { country: 404, report: 404 },
    facts: { schema: ['OS-19'], unreadable: ['OS-19'] },
  },
  mediaTypes: { 'application/problem+json': ['OS-19'] },
  requests,
  ready: {
    getSession: async (session) => status(await doneSession(session)),
    getSessionResult: async (session) => result(await doneSession(session)),
    getSessionReport: async (session) => report(await doneSession(session)),
  },
  webhooks: { eventOf: ({ status }) => (typeof status === 'string' ? status : undefined) },
  checks: [
    ...tokenChecks({ roles: { main: roles.main }, invalidClient: 400, facts: ['OS-14'] }),

    check(
      'makes the JSON first, then one report after the other, and is done with the last',
      ['getSession', 'createSession'],
      ['OS-04', 'OS-16', 'OS-17'],
      async (session) => {
        const sessionId = await start(session, REPORTS)
        const results = ['jsonData', 'aml-report', 'certificate-report'] as const
        const readyAt = new Map<string, number>()
        const last = new Map<string, number>()
        let polls = 0
        const first = await view(session, sessionId)
        must(first.jsonData === 'IN_PROGRESS', `jsonData IN_PROGRESS at first, not ${first.jsonData}`)
        must(
          first['aml-report'] === 'NOT_STARTED',
          `aml-report NOT_STARTED at first, not ${first['aml-report']}`,
        )
        await session.until('the session to be done', 'PT30M', 'PT5S', async () => {
          polls += 1
          const seen = await view(session, sessionId)
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

    check(
      'has only what was asked for in its status',
      ['getSession', 'createSession'],
      ['OS-16'],
      async (session) => {
        const seen = await view(session, await start(session))
        must(!('aml-report' in seen) && !('certificate-report' in seen), 'no report that was not asked for')
      },
    ),

    check(
      'answers 409 for a result that is not ready',
      ['getSessionResult', 'createSession'],
      ['OS-19'],
      async (session) => {
        await session.expect(409, result(await start(session)))
      },
    ),

    check(
      'answers 409 for a report that is not ready',
      ['getSessionReport', 'createSession', 'getSession'],
      ['OS-19'],
      async (session) => {
        const sessionId = await start(session, REPORTS)
        await session.expect(409, report(sessionId, 'aml'))
        await session.until('the JSON to be ready', 'PT30M', 'PT5S', async () =>
          (await view(session, sessionId)).jsonData === 'READY' ? true : undefined,
        )
        await session.expect(409, report(sessionId, 'certificate'))
      },
    ),

    check(
      'gives each report as PDF',
      ['getSessionReport', 'createSession', 'getSession'],
      ['OS-07'],
      async (session) => {
        const sessionId = await doneSession(session)
        for (const name of ['aml', 'certificate']) {
          const exchange = await session.expect(200, report(sessionId, name))
          const bytes = exchange.response.body as Uint8Array
          must(Buffer.from(bytes.subarray(0, 5)).toString() === '%PDF-', 'a PDF', exchange)
        }
      },
    ),

    check(
      'gives a result for two hours, and 410 afterwards',
      ['getSessionResult', 'getSessionReport', 'createSession', 'getSession'],
      ['OS-08', 'OS-16'],
      async (session) => {
        const sessionId = await start(session, REPORTS)
        await done(session, sessionId)
        await session.pass('PT1H55M')
        await session.expect(200, result(sessionId))
        await session.expect(200, report(sessionId))
        await session.pass('PT6M')
        await expired(session, result(sessionId))
        await expired(session, report(sessionId, 'aml'))
        await expired(session, report(sessionId, 'certificate'))
        const { jsonData } = await view(session, sessionId)
        must(jsonData === 'EXPIRED', `jsonData EXPIRED, not ${jsonData}`)
      },
    ),

    check(
      'gives the basic data set alone when nothing else was asked for',
      ['getSessionResult', 'createSession', 'getSession'],
      ['OS-03', 'OS-10'],
      async (session) => {
        const sessionId = await start(session)
        await done(session, sessionId)
        const exchange = await session.expect(200, result(sessionId))
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
        ['OS-11', 'OS-13', 'OS-21'],
        async (session) => {
          const sessionId = await start(session, { expands: EXPANDS, reports: ['aml'] }, country)
          await done(session, sessionId, country)
          const exchange = await session.expect(200, result(sessionId, country))
          for (const node of [...EXPANDS, 'links.reports.aml']) {
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
      ['OS-12'],
      async (session) => {
        const identifier = session.subject('sparse')
        const sessionId = await start(session, { identifier, expands: EXPANDS })
        await done(session, sessionId)
        const exchange = await session.expect(200, result(sessionId))
        for (const node of EXPANDS) {
          must(nodeAt(exchange.response.body, node) !== undefined, `an empty node ${node}`, exchange)
        }
      },
    ),

    check(
      'fails when no register has the organization, and has no results then',
      ['getSession', 'createSession', 'getSessionResult', 'getSessionReport'],
      ['OS-19'],
      async (session) => {
        const sessionId = await start(session, { identifier: session.subject('unregistered'), ...REPORTS })
        const { status: end, jsonData } = await done(session, sessionId)
        must(end === 'FAILED' && jsonData === 'FAILED', `FAILED, not ${end} with ${jsonData}`)
        await session.expect(409, result(sessionId))
        await session.expect(409, report(sessionId))
      },
    ),

    check('refuses an identifier of no organization', ['createSession'], ['OS-19'], async (session) => {
      await session.expect(400, create(session, { identifier: session.subject('wrong-check-digit') }))
      await session.expect(400, create(session, { identifier: 'abc' }))
    }),

    check(
      'refuses sanction without the scope for it',
      ['createSession'],
      ['OS-09', 'OS-19'],
      async (session) => {
        await session.expect(403, { ...create(session, { expands: ['sanction'] }), as: 'no-ofac' })
        await session.expect(201, { ...create(session, { expands: ['address'] }), as: 'no-ofac' })
      },
    ),

    check(
      'answers 404 for a session that is unknown, of another country, or of another client',
      ['getSession', 'createSession', 'getSessionResult', 'getSessionReport'],
      ['OS-19'],
      async (session) => {
        for (const call of [status(session.uuid()), result(session.uuid()), report(session.uuid())]) {
          await session.expect(404, call)
        }
        const sessionId = await start(session)
        await session.expect(404, status(sessionId, 'se'))
        await session.expect(404, { ...status(sessionId), as: 'no-ofac' })
      },
    ),

    check(
      'answers 404 for a report that was not asked for',
      ['getSessionReport', 'createSession'],
      ['OS-19'],
      async (session) => {
        await session.expect(404, report(await start(session, { reports: ['aml'] }), 'certificate'))
      },
    ),

    ...webhookChecks,
    tokenExpiry(ALL, requests, ['OS-14']),
  ],
}

function nodeAt(value: unknown, node: string): unknown {
  return node
    .split('.')
    .reduce((inside, step) => (inside as Record<string, unknown> | undefined)?.[step], value)
}
