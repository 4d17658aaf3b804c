import { createHarness, type Harness } from 'tvilling'
import { numberOf, organizationNumberOf } from 'tvilling/fixtures'
import { simulators } from 'tvilling/mocks'
import { describe, expect, test } from 'vitest'

type Call = (
  harness: Harness,
) => Promise<{ path: string; body?: unknown; client?: string; headers?: Record<string, string> }>

const TOKEN_PATHS: Record<string, string> = {
  'consumer-intelligence': '/as/token.oauth2',
  indkaldelse: '/connect/token',
  'person-monitoring': '/token',
  'organization-session': '/auth/realms/current/protocol/openid-connect/token',
}
const CI = '/consumer-intelligence/v3'
const BATCH = [{ market: 'SE', consumerId: 'c1', data: { legalId: numberOf('legal-id') } }]
const form = new URLSearchParams({ grant_type: 'client_credentials' })
const citizen = { 'x-civilregistrationIdentifier': numberOf('kommune-citizen'), 'x-requestId': 'r1' }
const PARTICIPANT = '0b0f2e3c-5d0f-4d0e-9a51-1f3a4c1f7d10'

async function webhook({ scenarios }: Harness): Promise<string> {
  return String((await scenarios.load('webhook-registered', { url: 'http://127.0.0.1:9/' }))['id'])
}

async function meeting({ scenarios }: Harness): Promise<string> {
  return String((await scenarios.load('indkaldelse-created'))['id'])
}

async function session({ scenarios }: Harness): Promise<string> {
  return String((await scenarios.load('session-done'))['sessionId'])
}

function birth(mother: string) {
  return {
    reportId: '7b6d2c4e-9a1f-4b3c-8d5e-0f1a2b3c4d5e',
    reportedBy: { reporter: 'Midwife' },
    mother: { personalIdentityNumber: { id: numberOf(mother as 'mother') } },
    child: { date: '2025-12-31', gender: 'FEMALE', municipality: '0180', aliveAtBirth: true, order: 1 },
  }
}

/** How each documented success comes about; errors are declared as faults. */
const SUCCESSES: Record<string, Call> = {
  'consumer-intelligence.requestToken.200': async () => ({
    path: TOKEN_PATHS['consumer-intelligence'] ?? '',
    body: form,
  }),
  'consumer-intelligence.requestSandboxToken.200': async () => ({
    path: '/sandbox/v1/token.oauth2',
    body: form,
    client: 'tvilling-sandbox',
  }),
  'consumer-intelligence.findPerson.200': async () => ({
    path: `${CI}/markets/SE/persons/_find`,
    body: { legalId: numberOf('legal-id') },
  }),
  'consumer-intelligence.listSubscribedPersons.200': async () => ({ path: `${CI}/subscriptions/persons` }),
  'consumer-intelligence.getPerson.200': async ({ scenarios }) => ({
    path: `${CI}/persons/${(await scenarios.load('person-subscribed'))['gedi']}`,
  }),
  'consumer-intelligence.listConsumers.200': async () => ({ path: `${CI}/consumers` }),
  'consumer-intelligence.uploadConsumers.202': async () => ({ path: `${CI}/consumers`, body: BATCH }),
  'consumer-intelligence.deleteConsumers.202': async () => ({
    path: `${CI}/consumers`,
    body: { consumerIds: ['c1'] },
  }),
  'consumer-intelligence.listAuditEvents.200': async () => ({ path: `${CI}/audit-events` }),
  'consumer-intelligence.listWebhooks.200': async () => ({ path: `${CI}/webhooks` }),
  'consumer-intelligence.createWebhook.201': async () => ({
    path: `${CI}/webhooks`,
    body: { url: 'http://127.0.0.1:9/', events: ['PING'] },
  }),
  'consumer-intelligence.deleteWebhook.200': async (harness) => ({
    path: `${CI}/webhooks/${await webhook(harness)}`,
  }),
  'consumer-intelligence.putSandboxPerson.200': async () => ({
    path: '/consumer-intelligence/sandbox/v1/persons',
    body: { id: 'p1', country: 'SE' },
    client: 'tvilling-sandbox',
  }),
  'indkaldelse.requestToken.200': async () => ({ path: '/connect/token', body: form }),
  'indkaldelse.createIndkaldelse.200': async () => ({
    path: '/v2/Indkaldelse',
    headers: citizen,
    body: { moedeStarttidspunkt: '2026-02-01T10:00:00Z' },
  }),
  'indkaldelse.createMyndighedsdeltager.200': async (harness) => ({
    path: `/v2/Indkaldelse/myndighedsdeltager/${PARTICIPANT}`,
    headers: citizen,
    body: { indkaldelseIdentifier: await meeting(harness), deltagerrolle: 1 },
  }),
  'indkaldelse.updateMyndighedsdeltager.204': async ({ scenarios }) => {
    const { id, indkaldelse } = await scenarios.load('myndighedsdeltager-created')
    return {
      path: `/v2/Indkaldelse/myndighedsdeltager/${id}`,
      headers: citizen,
      body: { indkaldelseIdentifier: indkaldelse, deltagerrolle: 1, myndighedsrepraesentantenDeltager: true },
    }
  },
  'indkaldelse.deleteMyndighedsdeltager.204': async ({ scenarios }) => {
    const { id, indkaldelse } = await scenarios.load('myndighedsdeltager-created')
    return { path: `/v2/Indkaldelse/myndighedsdeltager/${id}/indkaldelse/${indkaldelse}`, headers: citizen }
  },
  'person-monitoring.requestToken.200': async () => ({ path: '/token', body: form }),
  'person-monitoring.listBundles.200': async () => ({ path: '/se/person/monitoring/1.0/bundles' }),
  'person-monitoring.updateBundle.200': async () => {
    const body = new FormData()
    body.set('file', new File([numberOf('mother')], 'list.csv', { type: 'text/csv' }))
    return { path: '/se/person/monitoring/1.0/bundle/b1', body }
  },
  'birth-report.createBirthReport.201': async () => ({ path: '/v1/birthreport', body: birth('mother') }),
  'birth-report.createBirthReport.202': async () => ({
    path: '/v1/birthreport',
    body: birth('protected-mother'),
  }),
  'organization-session.requestToken.200': async () => ({
    path: TOKEN_PATHS['organization-session'] ?? '',
    body: form,
  }),
  'organization-session.createSession.201': async () => ({
    path: '/organization/session/no',
    body: { identifier: organizationNumberOf('norwegian-full') },
  }),
  'organization-session.getSession.200': async (harness) => ({
    path: `/organization/session/no/${await session(harness)}`,
  }),
  'organization-session.getSessionResult.200': async (harness) => ({
    path: `/organization/session/no/${await session(harness)}/result`,
  }),
  'organization-session.getSessionReport.200': async (harness) => ({
    path: `/organization/session/no/${await session(harness)}/reports/aml`,
  }),
}

async function send(harness: Harness, simulator: string, method: string, call: Awaited<ReturnType<Call>>) {
  const { path, body, client = 'tvilling', headers = {} } = call
  const raw = body instanceof URLSearchParams || body instanceof FormData
  const tokenPath = client === 'tvilling-sandbox' ? '/sandbox/v1/token.oauth2' : TOKEN_PATHS[simulator]
  const basic = { authorization: `Basic ${btoa(`${client}:${client}`)}` }
  let authorization: Record<string, string> = basic
  if (tokenPath && path !== tokenPath) {
    const init = { method: 'POST', headers: basic, body: form }
    const { access_token } = (await (await harness.fetch(`https://twin.test${tokenPath}`, init)).json()) as {
      access_token: string
    }
    authorization = { authorization: `Bearer ${access_token}` }
  }
  return harness.fetch(`https://twin.test${path}`, {
    method,
    headers: {
      ...authorization,
      ...(body && !raw ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(body !== undefined && { body: raw ? body : JSON.stringify(body) }),
  })
}

/** A harness without `onDefect` rejects an answer that breaks its contract: reaching the status proves its shape. */
describe.each(simulators.map((simulator) => [simulator.name, simulator] as const))(
  'every documented answer of %s can be produced on demand',
  (name, { contract }) => {
    for (const { id, method, path, answers } of contract.operations) {
      for (const status of answers.keys()) {
        test(`${id} answers ${status}`, async () => {
          await using harness: Harness = await createHarness({ simulators, now: '2026-01-01T00:00:00Z' })
          if (Number(status) < 400) {
            const success = SUCCESSES[`${name}.${id}.${status}`]
            expect(success, `${name}.${id}.${status} has no way to be produced`).toBeDefined()
            const response = await send(harness, name, method, (await success?.(harness)) ?? { path })
            expect(response.status, await response.clone().text()).toBe(Number(status))
          } else {
            await harness.faults.add({
              simulator: name,
              operation: id,
              fault: 'status',
              status: Number(status),
            })
            const response = await harness.fetch(`https://twin.test${path.replaceAll(/[{}]/g, '')}`, {
              method,
            })
            expect(response.status).toBe(Number(status))
          }
        })
      }
    }

    test('an unknown path is 404 and a wrong method 405', async () => {
      await using harness = await createHarness({ simulators, now: '2026-01-01T00:00:00Z' })
      const [operation] = contract.operations.slice(-1)
      const path = `https://twin.test${operation?.path.replaceAll(/[{}]/g, '')}`
      expect((await harness.fetch(`${path}/and/further`)).status).toBe(404)
      expect((await harness.fetch(path, { method: 'PATCH' })).status).toBe(405)
    })
  },
)
