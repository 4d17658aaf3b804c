/** What each operation answers. */
import type { Operations } from 'tvilling'
import type { operations as Promised } from '../../contracts/organization-session/types.gen.ts'
import { OFAC } from './clients.ts'
import { linksOf } from './links.ts'
import {
  expired,
  noIdentifier,
  notReady,
  reportUnknown,
  scopeMissing,
  sessionFailed,
  sessionUnknown,
} from './problems.ts'
import { startSession, viewSession } from './progress.ts'
import { countries } from './registers/countries.ts'
import { readIdentifier } from './registers/register.ts'
import { printReport, reportTitles } from './reports/reports.ts'
import {
  type CallContext,
  type CountryPath,
  type EntityStatus,
  type Result,
  reportKey,
  type Session,
} from './states.ts'

export const operations = {
  /** Wrong credentials are 400 as well (OS-14). */
  requestToken: ({ body }, context) =>
    context.auth.issueToken(context.request, body, { invalidClientStatus: 400 }),

  /** OS-01, OS-02, OS-03, OS-05, OS-09, OS-15, OS-19. A report that is named twice is made once. */
  async createSession({ params, body }, context) {
    const { identifier, expands = [], reports = [], webhooks = [] } = body
    if (expands.includes('sanction') && !context.client.scopes.includes(OFAC)) {
      context.setReason(`OS-19: sanction needs the scope ${OFAC}.`, 'OS-19')
      return scopeMissing(OFAC)
    }
    const { adjective } = countries[params.country]
    const read = readIdentifier(params.country, identifier)
    if (!read) {
      context.setReason(
        `OS-19: ${identifier} is no ${adjective} organization number and not nine digits.`,
        'OS-19',
      )
      return noIdentifier(adjective)
    }
    const number = 'duns' in read ? read.duns : read.organizationNumber
    if (number !== identifier) context.setReason(`OS-27: ${identifier} is the number ${number}.`, 'OS-27')
    const session: Session = {
      id: context.random.uuid(),
      client: context.client.id,
      country: params.country,
      identifier,
      expands: [...new Set(expands)],
      reports: [...new Set(reports)],
      webhooks,
      createdAt: context.clock.iso(),
    }
    await startSession(session, context)
    return { status: 201, body: { sessionId: session.id } }
  },

  /** OS-04, OS-16. */
  async getSession({ params }, context) {
    const session = await findSession(params, context)
    return session ? { status: 200, body: await viewSession(session, context) } : sessionUnknown()
  },

  /** OS-07, OS-08, OS-12, OS-19. */
  async getSessionResult({ params }, context) {
    const session = await findSession(params, context)
    if (!session) return sessionUnknown()
    const result = await context.collections.results.get(session.id)
    if (!result?.organization || result.state !== 'READY') {
      return unavailable('JSON result', result?.state, context)
    }
    tellOfDeadOfficers(result, context)
    return { status: 200, body: { ...result.organization, ...linksOf(session, context) } }
  },

  /** OS-07, OS-08, OS-19, OS-23. A report shows what was found when the JSON became ready. */
  async getSessionReport({ params }, context) {
    const session = await findSession(params, context)
    if (!session) return sessionUnknown()
    const report = await context.collections.reports.get(reportKey(session.id, params.report))
    if (!report) {
      context.setReason(
        `OS-19: the session asked for ${session.reports.join(' and ') || 'no report'}.`,
        'OS-19',
      )
      return reportUnknown(params.report)
    }
    const result = await context.collections.results.get(session.id)
    const content = params.report === 'certificate' ? result?.certificate : result?.organization
    if (!content || report.state !== 'READY') {
      return unavailable(reportTitles[params.report], report.state, context)
    }
    tellOfDeadOfficers(result, context)
    return { status: 200, body: await printReport(report, content, result?.readyAt ?? '') }
  },
} satisfies Operations<Promised, CallContext>

/** The caller's session, of the country in the path (OS-19). */
async function findSession(
  { country, sessionId }: { country: CountryPath; sessionId: string },
  { client, collections, setReason }: CallContext,
): Promise<Session | undefined> {
  const session = await collections.sessions.get(sessionId)
  if (session?.client === client.id && session.country === country) return session
  setReason(`OS-19: ${client.id} has no session ${sessionId} in /${country}.`, 'OS-19')
  return undefined
}

function tellOfDeadOfficers(result: Result | undefined, { setReason }: CallContext): void {
  const { deadOfficers = [] } = result ?? {}
  if (deadOfficers.length === 0) return
  setReason(`OS-27: the offices of ${deadOfficers.join(' and ')} ended with their death.`, 'OS-27')
}

function unavailable(what: string, state: EntityStatus | undefined, { setReason }: CallContext) {
  setReason(`OS-19: the ${what} is ${state}.`, 'OS-19')
  if (state === 'EXPIRED') return expired(what)
  return state === 'NOT_STARTED' || state === 'IN_PROGRESS' ? notReady(what, state) : sessionFailed()
}
