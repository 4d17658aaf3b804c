import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { Agent, type Dispatcher, fetch, request } from 'undici'
import { expect, test } from 'vitest'

/** Sends what is for a provider's host to the twins: undici's own client is beyond MSW's reach. */
const twinsAt = (origin: string): Dispatcher =>
  new Agent().compose((dispatch) => (options, handler) => dispatch({ ...options, origin }, handler))

test('undici calls the real URLs, through a dispatcher that swaps the origin', async () => {
  const server = await startServer({ port: 0, harness: { simulators } })
  const dispatcher = twinsAt(server.url)
  const headers = {
    authorization: `Basic ${btoa('tvilling:tvilling')}`,
    'content-type': 'application/x-www-form-urlencoded',
  }
  const granted = await request('https://api.roaring.io/token', {
    method: 'POST',
    headers,
    body: 'grant_type=client_credentials',
    dispatcher,
  })
  const { access_token } = (await granted.body.json()) as { access_token: string }
  const bundles = await fetch('https://api.roaring.io/se/person/monitoring/1.0/bundles', {
    headers: { authorization: `Bearer ${access_token}` },
    dispatcher,
  })
  expect([granted.statusCode, bundles.status]).toEqual([200, 200])
  await dispatcher.close()
  await server.close()
})
