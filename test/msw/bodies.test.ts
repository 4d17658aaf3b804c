import { organizationNumberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachMsw } from './versions.ts'

const BUNDLE = 'https://api.roaring.io/se/person/monitoring/1.0/bundle/b1'
const SESSIONS = 'https://aml.bankidapis.no/organization/session/no'

async function bearerOf(url: string): Promise<{ authorization: string }> {
  const response = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: 'tvilling',
      client_secret: 'tvilling',
    }),
  })
  const { access_token } = (await response.json()) as { access_token: string }
  return { authorization: `Bearer ${access_token}` }
}

eachMsw('an upload arrives as the form that was sent', async () => {
  const body = new FormData()
  body.append('file', new Blob(['personalNumber\n198001022386\n'], { type: 'text/csv' }), 'persons.csv')
  const headers = await bearerOf('https://api.roaring.io/token')
  const response = await fetch(BUNDLE, { method: 'PUT', headers, body })
  expect([response.status, await response.json()]).toMatchObject([200, { entityCount: 1 }])
})

eachMsw(
  'an upload over the limit is refused as a server refuses it',
  async () => {
    const body = new FormData()
    body.append('file', new Blob(['x'.repeat(2_000)], { type: 'text/csv' }), 'persons.csv')
    const headers = await bearerOf('https://api.roaring.io/token')
    const response = await fetch(BUNDLE, { method: 'PUT', headers, body })
    expect(response.status).toBe(400)
  },
  { harness: { bodyLimit: 1_000 } },
)

eachMsw('a PDF has the same bytes as without MSW', async ({ harness }) => {
  const headers = await bearerOf('https://auth.bankid.no/auth/realms/prod/protocol/openid-connect/token')
  const session = await fetch(SESSIONS, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify({ identifier: organizationNumberOf('norwegian-full'), reports: ['certificate'] }),
  })
  const { sessionId } = (await session.json()) as { sessionId: string }
  await harness.clock.advance('PT1M')
  const url = `${SESSIONS}/${sessionId}/reports/certificate`
  const [through, beside] = await Promise.all([fetch(url, { headers }), harness.fetch(url, { headers })])
  expect(through.headers.get('content-type')).toBe('application/pdf')
  const bytes = Buffer.from(await through.arrayBuffer())
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')
  expect(bytes.equals(Buffer.from(await beside.arrayBuffer()))).toBe(true)
})

eachMsw('an answer without a body has none', async ({ harness }) => {
  const { id, indkaldelse } = await harness.scenarios.load('myndighedsdeltager-created')
  const headers = {
    ...(await bearerOf('https://indkaldelse.test/connect/token')),
    'x-civilregistrationIdentifier': '1702900991',
    'x-requestId': 'r1',
  }
  const participants = 'https://indkaldelse.test/v2/Indkaldelse/myndighedsdeltager'
  const participant = `${participants}/${id}/indkaldelse/${indkaldelse}`
  const response = await fetch(participant, { method: 'DELETE', headers })
  expect([response.status, await response.text()]).toEqual([204, ''])
})
