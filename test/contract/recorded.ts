/** A session of the onboarding service with all five APIs, recorded through the proxy. */
import { connect } from 'tvilling'
import { numberOf, organizationNumberOf } from 'tvilling/fixtures'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { type RunningProxy, startProxy } from '../../server/proxy/start.ts'
import { apisAt } from '../journeys/onboarding/configuration.ts'
import { startService } from '../journeys/onboarding/service.ts'

export const NOW = '2026-03-02T09:00:00Z'
const CLIENT = { id: 'nordlys-onboarding-app', secret: 'Hemmelig-4711-ikke-for-andre' }
const SIGNING_SECRET = 'only-the-two-of-us-know'

export interface Session {
  har: ReturnType<NonNullable<RunningProxy['recorder']>['har']>
  counts: ReturnType<NonNullable<RunningProxy['recorder']>['counts']>
  passed: RunningProxy['exchanges']
  /** Everything that the session used and that must not be in the recording. */
  originals: Set<string>
}

const PERSONAL =
  /"(?:name|companyName|firstName|familyName|preferredFirstName|shortenedFullName|streetName|city|gedi|spouse|number|value|dunsNumber|webPage)":"([^"]+)"/g

const wordsOf = (value: string) => (/^[\p{L} -]+$/u.test(value) ? value.split(/[ -]/) : [value])

/** All tests share one recording and change copies of it. */
const sessions: Promise<Session>[] = []

/** The service onboards a company, reports a birth, calls a citizen and watches a board. */
export function recordSession(): Promise<Session> {
  const [session = record()] = sessions
  sessions[0] = session
  return session
}

async function record(): Promise<Session> {
  const clients = Object.fromEntries(
    simulators.map(({ name, definition }) => {
      const { environment: _any, ...first } = definition.clients?.[0] ?? { scopes: [] }
      return [name, [{ ...first, ...CLIENT }]]
    }),
  )
  const server = await startServer({
    port: 0,
    harness: { simulators, clients, now: NOW, clock: { mode: 'manual' } },
  })
  const proxy = await startProxy({
    simulators,
    targets: [{ path: '/', url: new URL(server.url) }],
    record: true,
  })
  const control = connect(server.url)
  const service = await startService({
    ...apisAt(proxy.url),
    client: CLIENT,
    signingSecret: SIGNING_SECRET,
    fetch,
    now: async () => Date.parse((await control.clock.read()).now),
  })

  const organization = organizationNumberOf('swedish-full')
  const mother = numberOf('mother')
  const citizen = numberOf('kommune-citizen')
  const key = await service.onboard(organization)
  await control.clock.advance('PT30S')
  const child = await service.births.report({
    reportId: 'e58ed763-928c-4155-bee9-fdbaaadc15f3',
    mother,
    date: '2026-02-24',
    gender: 'FEMALE',
    aliveAtBirth: true,
  })
  await service.meetings.call('job-17-of-nordlys', citizen, '2026-04-01T10:00:00Z')
  const found = await service.persons.byNumber(mother)
  const missing = await service.persons.byNumber('197707072380')
  if (!('personalNumber' in child) || !found || missing) throw new Error('The session went wrong.')

  const company = service.company(key)
  const exchanges = await control.journal.find()
  const originals = new Set([
    organization,
    mother,
    citizen,
    '197707072380',
    key,
    child.personalNumber,
    CLIENT.id,
    CLIENT.secret,
    ...(company?.board ?? []).flatMap(({ name, personalNumber, city }) => [
      ...name.split(' '),
      personalNumber,
      city ?? '',
    ]),
    ...found.name.split(' '),
    found.city ?? '',
    service.url,
    ...exchanges
      .filter(({ operation }) => operation !== 'updateBundle')
      .flatMap(({ response }) =>
        [...response.body.matchAll(PERSONAL)].flatMap(([, value = '']) => wordsOf(value)),
      ),
    ...exchanges.flatMap(({ request, response }) => [
      ...(response.body.match(/(?<="access_token":")[^"]+/g) ?? []),
      request.headers['authorization']?.split(' ')[1] ?? '',
    ]),
  ])
  for (const harmless of ['', 'AB', 'AS', 'Sweden']) originals.delete(harmless)

  await service.stop()
  await proxy.close()
  await server.close()
  const { recorder, exchanges: passed } = proxy
  if (!recorder) throw new Error('There is no recording.')
  return { har: recorder.har(), counts: recorder.counts(), passed, originals }
}
