import { connect } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, test } from 'vitest'
import { startReceiver } from '../receiver.ts'

const CONSUMERS = '/consumer-intelligence/v3'

/** A day of a client of both APIs over real sockets: every byte that it saw, ports aside. */
async function journey(): Promise<string[]> {
  const server = await startServer({ port: 0, harness: { simulators, now: '2026-01-01T00:00:00Z', seed: 7 } })
  const receiver = await startReceiver()
  const control = connect(server.url)
  const seen: string[] = []

  async function call(method: string, path: string, headers: Record<string, string> = {}, body?: unknown) {
    const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
    const init = { method, headers: { 'content-type': 'application/json', ...headers } }
    const response = await fetch(`${server.url}${path}`, text === undefined ? init : { ...init, body: text })
    const answer = await response.text()
    seen.push([response.status, JSON.stringify([...response.headers]), answer].join('\n'))
    return answer === '' ? undefined : JSON.parse(answer)
  }

  async function signIn(path: string): Promise<Record<string, string>> {
    const form = {
      authorization: `Basic ${btoa('tvilling:tvilling')}`,
      'content-type': 'application/x-www-form-urlencoded',
    }
    const { access_token } = await call('POST', path, form, 'grant_type=client_credentials')
    return { authorization: `Bearer ${access_token}` }
  }

  const bisnode = await signIn('/as/token.oauth2')
  await call('POST', `${CONSUMERS}/webhooks`, bisnode, { url: receiver.url, events: ['*'] })
  const people = ['198001022386', '196803092383', '196803092383', '197707072380', 'nonsense']
  const batch = people.map((legalId, index) => ({ market: 'SE', consumerId: `c${index}`, data: { legalId } }))
  await call('POST', `${CONSUMERS}/consumers`, bisnode, batch)
  await control.deliveries.settled()
  receiver.answer(503, 503, 200)
  seen.push(JSON.stringify(await control.clock.advance('PT2M')).replaceAll(receiver.url, 'RECEIVER'))
  await call('GET', `${CONSUMERS}/consumers?pageSize=2`, bisnode)
  await call('DELETE', `${CONSUMERS}/consumers`, bisnode, { consumerIds: ['c1'] })
  await call('POST', `${CONSUMERS}/consumers`, bisnode, [{ market: 'sweden' }])
  await control.people.change('198001022386', { familyName: 'Lindqvist-Ek' })
  seen.push(JSON.stringify(await control.clock.advance('PT1H')).replaceAll(receiver.url, 'RECEIVER'))
  await call('GET', `${CONSUMERS}/audit-events`, bisnode)

  const star = await signIn('/connect/token')
  const headers = { ...star, 'x-civilregistrationIdentifier': '1702900991', 'x-requestId': 'r1' }
  const meeting = { moedeStarttidspunkt: '2026-02-01T10:00:00Z' }
  await call('POST', '/v2/Indkaldelse', headers, meeting)
  await call('POST', '/v2/Indkaldelse', headers, meeting)
  await call('PATCH', '/v2/Indkaldelse', headers)

  for (const { headers: sent, raw } of receiver.received) {
    const signed = ['ci-signature-timestamp', 'ci-signature-sha256'].map((name) => sent[name])
    seen.push([...signed, raw].join('\n'))
  }
  seen.push(JSON.stringify(await control.deliveries.list()).replaceAll(receiver.url, 'RECEIVER'))
  await receiver.close()
  await server.close()
  return seen.map((text) => text.replaceAll(receiver.url, 'RECEIVER'))
}

test('the same seed, start and requests give the same bytes, on the wire and at the receiver', async () => {
  const first = await journey()
  expect(first.length).toBeGreaterThan(25)
  expect(await journey()).toEqual(first)
})
