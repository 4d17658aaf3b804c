import { connect, createHarness } from 'tvilling'
import { organizationSession } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, test } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf, tokenOf } from './client.ts'

const ids = (id: unknown) => `/organization/session/no/${id}/reports`

test('[OS-24] links lead to where the service was reached, and answer when they are followed', async () => {
  await using harness = await createHarness({ simulators: [organizationSession] })
  const { sessionId } = await harness.scenarios.load('session-done')
  for (const origin of [
    'https://aml.bankidapis.no',
    'https://aml-preprod.bankidapis.no',
    'http://127.0.0.1:4010',
    'https://twin.example',
  ]) {
    const at = {
      fetch: (url: string | URL | Request, init?: RequestInit) =>
        harness.fetch(`${origin}${new URL(String(url)).pathname}`, init),
    }
    const { links } = (await clientOf(at).result(String(sessionId))).body
    expect(links).toEqual({
      reports: {
        aml: `${origin}${ids(sessionId)}/aml`,
        certificate: `${origin}${ids(sessionId)}/certificate`,
      },
    })
    const headers = { authorization: `Bearer ${await tokenOf(harness, 'tvilling')}` }
    for (const link of Object.values<string>(links.reports)) {
      const answer = await harness.fetch(link, { headers })
      expect(answer.status).toBe(200)
      expect(answer.headers.get('content-type')).toBe('application/pdf')
    }
  }
})

eachDoor('[OS-24] links are absolute, and answer at every door', async (door) => {
  const client = clientOf(door)
  const id = await client.session({ reports: ['aml'] })
  await door.control.clock.advance('PT1M')
  const { aml } = (await client.result(id)).body.links.reports
  const headers = { authorization: `Bearer ${await tokenOf(door, 'tvilling')}` }
  expect(URL.canParse(aml)).toBe(true)
  expect((await door.fetch(aml, { headers })).status).toBe(200)
})

eachDoor('[OS-11] links are there from when the JSON is, though the reports are not', async (door) => {
  const client = clientOf(door)
  const id = await client.session({ reports: ['aml'] })
  await door.control.clock.advance('PT10S')
  expect((await client.result(id)).body.links.reports).toHaveProperty('aml')
  expect((await client.report(id, 'aml')).status).toBe(409)
})

test('[OS-24] links that a tenant of a server gives lead to that tenant, also behind a proxy', async () => {
  const server = await startServer({
    port: 0,
    trustProxy: true,
    harness: { simulators: [organizationSession] },
  })
  try {
    const base = `${server.url}/t/team-a`
    const at = {
      fetch: (url: string | URL | Request, init?: RequestInit) =>
        fetch(`${base}${new URL(String(url)).pathname}`, init),
    }
    const { sessionId } = await connect(base).scenarios.load('session-done', { reports: ['aml'] })
    const { links } = (await clientOf(at).result(String(sessionId))).body
    expect(links.reports.aml).toBe(`${base}${ids(sessionId)}/aml`)
    const headers = { authorization: `Bearer ${await tokenOf(at, 'tvilling')}` }
    expect((await fetch(links.reports.aml, { headers })).status).toBe(200)

    const forwarded = {
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'twin.example',
      'x-forwarded-prefix': '/aml',
    }
    const path = `/organization/session/no/${sessionId}/result`
    const answer = await fetch(`${base}${path}`, { headers: { ...headers, ...forwarded } })
    const { reports } = ((await answer.json()) as { links: { reports: { aml: string } } }).links
    expect(reports.aml).toBe(`https://twin.example/aml/t/team-a${ids(sessionId)}/aml`)
  } finally {
    await server.close()
  }
})
