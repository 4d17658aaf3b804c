/** The progress of a session: first its JSON, then its reports one after the other, until all is done or one fails (OS-06, OS-17). */

import { type ResourceBehaviour, UsageError } from 'tvilling'
import { type Happening, publish } from './events.ts'
import { deadOfficersOf } from './registers/officers.ts'
import { findOrganization } from './registers/register.ts'
import { collectCertificate, collectResult } from './result.ts'
import {
  type ApiContext,
  type EntityStatus,
  type Report,
  type ReportName,
  type Result,
  reportKey,
  type Schemas,
  type Session,
  type Types,
} from './states.ts'

/** A part of a session: its JSON or a report. */
interface Entity {
  collection: 'results' | 'reports'
  key: string
  state: EntityStatus
}

const wasReady = ({ state }: Entity) => state === 'READY' || state === 'EXPIRED'

/** Stores a session and begins with its JSON (OS-01, OS-04). */
export async function startSession(session: Session, context: ApiContext): Promise<void> {
  await context.collections.sessions.put(session)
  await context.begin('results', { session: session.id, state: 'IN_PROGRESS' } satisfies Result)
  for (const report of session.reports) {
    await context.begin('reports', { session: session.id, report, state: 'NOT_STARTED' } satisfies Report)
  }
}

/** The status of a session and of its parts (OS-04, OS-16). */
export async function viewSession(session: Session, context: ApiContext): Promise<Schemas['Session']> {
  const entities = await entitiesOf(session, context)
  const stateOf = (report: ReportName) =>
    entities.find(({ key }) => key === reportKey(session.id, report))?.state
  const [aml, certificate] = [stateOf('aml'), stateOf('certificate')]
  return {
    sessionId: session.id,
    status: statusOf(entities),
    jsonData: entities[0]?.state ?? 'FAILED',
    ...(aml && { 'aml-report': aml }),
    ...(certificate && { 'certificate-report': certificate }),
  }
}

/** The parts of a session, in the order in which they are made. */
async function entitiesOf({ id, reports }: Session, context: ApiContext): Promise<Entity[]> {
  const result = await context.collections.results.get(id)
  const entities: Entity[] = result ? [{ collection: 'results', key: id, state: result.state }] : []
  for (const report of reports) {
    const key = reportKey(id, report)
    const found = await context.collections.reports.get(key)
    if (found) entities.push({ collection: 'reports', key, state: found.state })
  }
  return entities
}

function statusOf(entities: readonly Entity[]): Schemas['SessionStatus'] {
  if (entities.some(({ state }) => state === 'FAILED')) return 'FAILED'
  return entities.every(wasReady) ? 'DONE' : 'IN_PROGRESS'
}

/** What happens when the JSON enters a state (OS-06, OS-17, OS-19). */
export const resultBehaviour: ResourceBehaviour<Types, 'results'> = {
  async decide({ session }, context) {
    return (await findOrganization(await sessionOf(session, context), context)) ? 'READY' : 'FAILED'
  },

  async enter(result, { to }, context) {
    const session = await sessionOf(result.session, context)
    if (to === 'FAILED') {
      await refuseToFailWhenDone(session, context)
      return withoutData(result)
    }
    if (to !== 'READY') return result
    const organization = await findOrganization(session, context)
    if (!organization) throw new UsageError(`The register has no organization ${session.identifier}.`, 409)
    const deadOfficers = await deadOfficersOf(organization, context)
    return {
      ...result,
      readyAt: context.clock.iso(),
      ...(deadOfficers.length > 0 && { deadOfficers }),
      organization: await collectResult(session, organization, context),
      ...(session.reports.includes('certificate') && {
        certificate: await collectCertificate(session, organization, context),
      }),
    }
  },

  follow: ({ session }, { to }, context) => goOn(session, to, { status: 'JsonDataReady' }, context),
}

/** What happens when a report enters a state (OS-06, OS-17). */
export const reportBehaviour: ResourceBehaviour<Types, 'reports'> = {
  async enter(report, { to }, context) {
    const session = await sessionOf(report.session, context)
    if (to === 'FAILED') await refuseToFailWhenDone(session, context)
    if (to === 'IN_PROGRESS') await refuseToStartEarly(session, report, context)
    return to === 'READY' ? { ...report, readyAt: context.clock.iso() } : report
  },

  follow: ({ session, report }, { to }, context) =>
    goOn(session, to, { status: 'ReportReady', report }, context),
}

async function sessionOf(id: string, { collections }: ApiContext): Promise<Session> {
  const session = await collections.sessions.get(id)
  if (!session) throw new UsageError(`There is no session "${id}".`, 404)
  return session
}

async function refuseToFailWhenDone(session: Session, context: ApiContext): Promise<void> {
  if (statusOf(await entitiesOf(session, context)) === 'DONE') {
    throw new UsageError(`The session ${session.id} is done: it cannot fail any more.`, 409)
  }
}

async function refuseToStartEarly(session: Session, { report }: Report, context: ApiContext): Promise<void> {
  const entities = await entitiesOf(session, context)
  const key = reportKey(session.id, report)
  const before = entities.slice(
    0,
    entities.findIndex((entity) => entity.key === key),
  )
  if (before.every(wasReady)) return
  throw new UsageError(
    `The report ${report} of ${session.id} starts when what comes before it is ready.`,
    409,
  )
}

async function goOn(id: string, to: EntityStatus, ready: Happening, context: ApiContext): Promise<void> {
  const session = await sessionOf(id, context)
  if (to === 'READY') {
    await publish(session, ready, context)
    await proceed(session, context)
  }
  if (to === 'FAILED') await cancel(session, context)
  if (to === 'EXPIRED') await forgetWhenExpired(session, context)
}

/** Starts the next part; after the last one the session is done (OS-17). */
async function proceed(session: Session, context: ApiContext): Promise<void> {
  const next = (await entitiesOf(session, context)).find((entity) => !wasReady(entity))
  if (!next) await publish(session, { status: 'AllDone' }, context)
  else if (next.state === 'NOT_STARTED') await context.move(next.collection, next.key, 'IN_PROGRESS')
}

/** If one part fails, all others fail, except expired ones. Only the first failure sends a message (OS-06). */
async function cancel(session: Session, context: ApiContext): Promise<void> {
  const entities = await entitiesOf(session, context)
  if (entities.filter(({ state }) => state === 'FAILED').length > 1) return
  for (const { collection, key, state } of entities) {
    if (state !== 'FAILED' && state !== 'EXPIRED') await context.move(collection, key, 'FAILED')
  }
  await publish(session, { status: 'Failed' }, context)
}

/** Deletes the data when all parts have expired. */
async function forgetWhenExpired(session: Session, context: ApiContext): Promise<void> {
  const entities = await entitiesOf(session, context)
  if (!entities.every(({ state }) => state === 'EXPIRED')) return
  const result = await context.collections.results.get(session.id)
  if (result) await context.collections.results.put(withoutData(result))
}

function withoutData({ organization, certificate, deadOfficers, ...kept }: Result): Result {
  return kept
}
