/** What seed data can hold: sessions with the progress of their parts. */
import { isDeepStrictEqual } from 'node:util'
import { allRows, defineSeed, type SeedContext, seedInstant } from 'tvilling'
import { inspect } from './inspect.ts'
import { startSession } from './progress.ts'
import { countries } from './registers/countries.ts'
import { findOrganization, readIdentifier } from './registers/register.ts'
import { collectResult } from './result.ts'
import { parameters } from './scenarios.ts'
import {
  type ApiContext,
  type CountryPath,
  type EntityStatus,
  EXPANDS,
  type ReportName,
  reportKey,
  type Schemas,
  type Session,
  type Types,
} from './states.ts'

const partState = {
  enum: ['NOT_STARTED', 'IN_PROGRESS', 'READY', 'FAILED', 'EXPIRED'],
  optional: true,
} as const
const readyAt = {
  ...seedInstant,
  description: 'when it became ready; when the part before it was, if it is left out',
}

export const seed = defineSeed<Types>()({
  sessions: {
    about:
      'Sessions. All parts are ready if no state is given. What is found is collected when they are planted; the time in a state counts from readyAt, or from createdAt.',
    schema: {
      client: parameters.client,
      id: { ...parameters.id, pattern: '^[^:/]+$' },
      country: {
        ...parameters.country,
        default: undefined,
        optional: true,
        description: 'that of the organization',
      },
      organization: {
        type: 'string',
        'x-refers-to': 'organizations',
        description: 'which one is looked up: a name, an organization number or a DUNS number',
      },
      expands: { type: 'array', items: { type: 'string', enum: EXPANDS }, default: EXPANDS },
      reports: parameters.reports,
      webhooks: {
        type: 'array',
        items: { type: 'object' },
        default: [],
        description: 'as createSession takes them',
      },
      createdAt: seedInstant,
      json: partState,
      jsonReadyAt: readyAt,
      aml: partState,
      amlReadyAt: readyAt,
      certificate: partState,
      certificateReadyAt: readyAt,
    },
    plant: (session, context) => plantSession(session as unknown as Given, context),
    export: exportSessions,
    omitted: omittedResults,
  },
})

type PartName = 'json' | ReportName
type Given = Pick<Session, 'client' | 'expands' | 'reports' | 'webhooks'> & {
  id?: string
  country?: CountryPath
  organization: string
  createdAt?: string
} & { [P in PartName]?: EntityStatus } & { [P in `${PartName}ReadyAt`]?: string }

async function plantSession(given: Given, context: SeedContext<ApiContext>): Promise<void> {
  const { client, organization: identifier, expands, reports, webhooks, createdAt } = given
  const id = given.id ?? context.random.uuid()
  if (!(await context.auth.client(client))) {
    context.refuse('client', `Organization session has no client "${client}".`)
  }
  if (await context.collections.sessions.get(id)) context.refuse('id', `There are two sessions "${id}".`)
  const country = given.country ?? (await countryOf(identifier, context))
  if (!readIdentifier(country, identifier)) {
    const { adjective } = countries[country]
    context.refuse('organization', `${identifier} is no ${adjective} organization number and no DUNS number.`)
  }
  await context.checkBody('createSession', { identifier, expands, reports, webhooks })
  const [violation] = inspect({ webhooks })
  if (violation) context.refuse('webhooks', `${violation.field} ${violation.message}.`)
  await context.at(createdAt, () =>
    startSession(
      {
        id,
        client,
        country,
        identifier,
        expands: [...new Set(expands)],
        reports: [...new Set(reports)],
        webhooks,
        createdAt: context.clock.iso(),
      },
      context,
    ),
  )
  await makeReady(id, given, context)
}

async function countryOf(identifier: string, { populations }: ApiContext): Promise<CountryPath> {
  const known =
    (await populations.organizations.get(identifier)) ??
    (await populations.organizations.find('duns', identifier))[0]
  return (known?.market.toLowerCase() ?? 'no') as CountryPath
}

/** Brings the parts to their states, one after the other. */
async function makeReady(id: string, given: Given, context: SeedContext<ApiContext>): Promise<void> {
  const parts: PartName[] = ['json', ...new Set(given.reports)]
  const stray = (['aml', 'certificate'] as const).find((report) => given[report] && !parts.includes(report))
  if (stray) context.refuse(stray, 'The session does not ask for this report.')
  const states = parts.map((part) => given[part])
  const isPlain = states.every((state) => state === undefined)
  let instant = given.createdAt
  for (const part of parts) {
    const state = isPlain ? 'READY' : given[part]
    if (state !== 'READY' && state !== 'EXPIRED') continue
    instant = given[`${part}ReadyAt`] ?? instant
    await context.at(instant, () => move(id, part, 'READY', context))
  }
  for (const part of parts) if (given[part] === 'EXPIRED') await move(id, part, 'EXPIRED', context)
  const failed = parts.find((part) => given[part] === 'FAILED')
  if (failed) await move(id, failed, 'FAILED', context)
  for (const part of parts) {
    const reached = (await stateOf(id, part, context)) ?? 'FAILED'
    const wanted = given[part]
    if (wanted !== undefined && wanted !== reached) {
      context.refuse(part, `It cannot be ${wanted} with the other parts as they are: it is ${reached}.`)
    }
  }
}

async function move(id: string, part: PartName, to: EntityStatus, { move }: ApiContext): Promise<void> {
  if (part !== 'json') return move('reports', reportKey(id, part), to)
  if (to === 'NOT_STARTED') throw new Error('The JSON is in progress from the start.')
  return move('results', id, to)
}

async function stateOf(id: string, part: PartName, { collections }: ApiContext) {
  const found =
    part === 'json' ? await collections.results.get(id) : await collections.reports.get(reportKey(id, part))
  return found?.state
}

async function exportSessions({ collections }: ApiContext): Promise<object[]> {
  const entries: object[] = []
  for (const { identifier, id, reports, ...session } of await allRows(collections.sessions)) {
    const entry: Record<string, unknown> = { id, ...session, organization: identifier, reports }
    for (const part of ['json', ...reports] as const) {
      const found =
        part === 'json'
          ? await collections.results.get(id)
          : await collections.reports.get(reportKey(id, part))
      entry[part] = found?.state
      if (found?.readyAt && (found.state === 'READY' || found.state === 'EXPIRED')) {
        entry[`${part}ReadyAt`] = found.readyAt
      }
    }
    entries.push(entry)
  }
  return entries
}

/** What was found stays as it was; planted again, it is what the register has then. */
async function omittedResults(context: ApiContext): Promise<string[]> {
  let changed = 0
  for (const { session: id, organization: found } of await allRows(context.collections.results)) {
    const session = await context.collections.sessions.get(id)
    const now = found && session && (await findOrganization(session, context))
    if (!found || !session) continue
    const result: Schemas['OrganizationResultNo'] | object = now
      ? await collectResult(session, now, context)
      : {}
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(result)), JSON.parse(JSON.stringify(found))))
      changed += 1
  }
  return changed > 0 ? [`what ${changed} sessions found before the register changed`] : []
}
