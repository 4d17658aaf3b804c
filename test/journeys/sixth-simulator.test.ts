import { readFileSync } from 'node:fs'
import { connect } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, test } from 'vitest'
import { parkingPermits } from './sixth/simulator.ts'

async function tokenOf(url: string, path: string): Promise<Record<string, string>> {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('tvilling:tvilling')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  const { access_token } = (await response.json()) as { access_token: string }
  return { authorization: `Bearer ${access_token}` }
}

test('a simulator from outside is served next to the five, with states, clock, settings and control', async () => {
  const server = await startServer({
    port: 0,
    harness: {
      simulators: [...simulators, parkingPermits],
      now: '2026-01-01T00:00:00Z',
      settings: { 'parking-permits': { grantedAfter: 'PT30M' } },
      onDefect: (error) => {
        throw error
      },
    },
  })
  const control = connect(server.url)
  const headers = await tokenOf(server.url, '/permits/token')
  const permit = async () =>
    (await (await fetch(`${server.url}/permits/ABC123`, { headers })).json()) as unknown

  await fetch(`${server.url}/permits/ABC123`, { method: 'PUT', headers })
  expect(await permit()).toEqual({
    plate: 'ABC123',
    receipt: expect.stringMatching(/^[0-9A-F]{4}$/),
    state: 'APPLIED',
  })
  await control.clock.advance('PT30M')
  expect(await permit()).toEqual({
    plate: 'ABC123',
    receipt: expect.stringMatching(/^[0-9A-F]{4}$/),
    state: 'GRANTED',
  })
  await control.state.transition('parking-permits', 'permits', 'ABC123', 'EXPIRED')
  expect(await permit()).toEqual({
    plate: 'ABC123',
    receipt: expect.stringMatching(/^[0-9A-F]{4}$/),
    state: 'EXPIRED',
  })
  expect((await fetch(`${server.url}/permits/abc`, { headers })).status).toBe(400)

  const bundles = await fetch(`${server.url}/se/person/monitoring/1.0/bundles`, {
    headers: await tokenOf(server.url, '/token'),
  })
  expect(bundles.status).toBe(200)
  await server.close()
})

test('it takes less than a hundred lines', () => {
  const source = readFileSync(new URL('sixth/simulator.ts', import.meta.url), 'utf8')
  expect(source.split('\n').length).toBeLessThan(100)
})
