/** Named starting states. */
import { type ArgumentsOf, defineScenarios, UsageError, webhookUrlProblem } from 'tvilling'
import { organizationNumberOf } from '../../fixtures/organization-subjects.ts'
import { startSession, viewSession } from './progress.ts'
import { countries } from './registers/countries.ts'
import { readIdentifier } from './registers/register.ts'
import {
  type ApiContext,
  type CountryPath,
  EXPANDS,
  type ReportName,
  reportKey,
  type Session,
  type Types,
} from './states.ts'

const FULL: Record<CountryPath, string> = {
  no: organizationNumberOf('norwegian-full'),
  se: organizationNumberOf('swedish-full'),
  fi: organizationNumberOf('finnish-full'),
}
const REPORTS: ReportName[] = ['aml', 'certificate']

export const parameters = {
  id: { type: 'string', description: 'Id of the session; drawn when it is left out', optional: true },
  client: { type: 'string', description: 'OAuth client that the session belongs to', default: 'tvilling' },
  country: { type: 'string', enum: ['no', 'se', 'fi'], default: 'no' },
  identifier: {
    type: 'string',
    description:
      'Organization number of the country, or DUNS number; of its subject "full" when it is left out',
    optional: true,
  },
  expands: {
    type: 'array',
    items: { type: 'string', enum: EXPANDS },
    description: 'Nodes to ask for; all of them when it is left out',
    optional: true,
  },
  reports: { type: 'array', items: { type: 'string', enum: REPORTS }, default: REPORTS },
  webhookUrl: {
    type: 'string',
    pattern: '^https?://',
    description: 'Receiver of all events of the session; none when it is left out',
    optional: true,
  },
} as const

export const scenarios = defineScenarios<Types>()({
  'session-created': {
    about: 'A session that has just begun: the JSON is in progress, the reports wait.',
    parameters,
    load: async (asked, context) => tell(await create(asked, context), context),
  },

  'session-done': {
    about: 'A session whose JSON and reports can be fetched for two hours from now; all its events are sent.',
    parameters,
    async load(asked, context) {
      const session = await create(asked, context)
      await finish(session, context)
      return tell(session, context)
    },
  },

  'session-failed': {
    about: 'A session that was cancelled while its JSON was in progress; Failed is sent.',
    parameters,
    async load(asked, context) {
      const session = await create(asked, context)
      await context.move('results', session.id, 'FAILED')
      return tell(session, context)
    },
  },

  'session-expired': {
    about: 'A session that was done, and of which nothing can be fetched any more.',
    parameters,
    async load(asked, context) {
      const session = await create(asked, context)
      await finish(session, context)
      await context.move('results', session.id, 'EXPIRED')
      for (const report of session.reports) {
        await context.move('reports', reportKey(session.id, report), 'EXPIRED')
      }
      return tell(session, context)
    },
  },

  'session-secret-rotated': {
    about: 'A client has a new secret: the old one, and the tokens issued with it, are refused.',
    parameters: { client: { ...parameters.client, description: 'Id of the client' } },
    async load({ client }, context) {
      const secret = await context.auth.rotateSecret(client)
      if (secret === undefined) throw new UsageError(`Organization session has no client "${client}".`, 404)
      return { client, secret }
    },
  },
})

async function create(asked: ArgumentsOf<typeof parameters>, context: ApiContext): Promise<Session> {
  const { client, country, identifier = FULL[country], expands = EXPANDS, reports, webhookUrl } = asked
  const { id = context.random.uuid() } = asked
  if (!(await context.auth.client(client))) {
    throw new UsageError(`Organization session has no client "${client}".`, 404)
  }
  if (!readIdentifier(country, identifier)) {
    const { adjective } = countries[country]
    throw new UsageError(`${identifier} is no ${adjective} organization number and no DUNS number.`)
  }
  if (await context.collections.sessions.get(id)) {
    throw new UsageError(`There is a session "${id}" already.`, 409)
  }
  const problem = webhookUrl === undefined ? undefined : webhookUrlProblem(webhookUrl)
  if (problem) throw new UsageError(`The webhookUrl ${problem}.`)
  const session: Session = {
    id,
    client,
    country,
    identifier,
    expands: [...new Set(expands)],
    reports: [...new Set(reports)],
    webhooks: webhookUrl
      ? [{ url: webhookUrl, events: ['JsonDataReady', 'ReportReady', 'AllDone', 'Failed'] }]
      : [],
    createdAt: context.clock.iso(),
  }
  await startSession(session, context)
  return session
}

/** Makes the JSON and each report ready at once. */
async function finish({ id, reports }: Session, context: ApiContext): Promise<void> {
  await context.move('results', id, 'READY')
  for (const report of reports) await context.move('reports', reportKey(id, report), 'READY')
}

async function tell(session: Session, context: ApiContext): Promise<Record<string, unknown>> {
  const { client, country, identifier } = session
  return { ...(await viewSession(session, context)), client, country, identifier }
}
