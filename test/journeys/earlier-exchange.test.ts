import { expect } from 'vitest'
import { type Door, eachDoor } from '../doors.ts'

const CONSUMERS = 'https://api.bisnode.com/consumer-intelligence/v3'
const STAR = 'https://indkaldelse.example'

async function signIn({ fetch }: Door, url: string): Promise<Record<string, string>> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('tvilling:tvilling')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  const { access_token } = (await response.json()) as { access_token: string }
  return { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' }
}

const reasonOf = ({ headers }: Response) => headers.get('x-tvilling-reason')
const numberOf = ({ headers }: Response) => headers.get('x-tvilling-exchange')

eachDoor('a 412 says in which exchange the request id was first used', async (door) => {
  const headers = {
    ...(await signIn(door, `${STAR}/connect/token`)),
    'x-civilregistrationIdentifier': '1702900991',
    'x-requestId': 'r1',
  }
  const call = () =>
    door.fetch(`${STAR}/v2/Indkaldelse`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ moedeStarttidspunkt: '2026-02-01T10:00:00Z' }),
    })
  const first = await call()
  expect(first.status).toBe(200)
  const refused = await call()
  expect(refused.status).toBe(412)
  expect(reasonOf(refused)).toContain(`in exchange ${numberOf(first)}; free at`)
})

eachDoor('a 404 says which exchange deleted what is gone', async (door) => {
  const headers = await signIn(door, 'https://login.bisnode.com/as/token.oauth2')
  const created = await door.fetch(`${CONSUMERS}/webhooks`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ url: 'http://127.0.0.1:9/hook', events: ['CONSUMER_UPLOADED'] }),
  })
  const { id } = (await created.json()) as { id: string }
  const remove = (webhook: string) =>
    door.fetch(`${CONSUMERS}/webhooks/${webhook}`, { method: 'DELETE', headers })
  const unknown = await remove('00000000-0000-4000-8000-000000000000')
  expect(reasonOf(unknown)).toMatch(/has no webhook 0{8}-.*\d\.$/)
  const deleted = await remove(id)
  expect(deleted.status).toBe(200)
  const gone = await remove(id)
  expect(gone.status).toBe(404)
  expect(reasonOf(gone)).toBe(`tvilling has no webhook ${id}: exchange ${numberOf(deleted)} deleted it.`)
})
