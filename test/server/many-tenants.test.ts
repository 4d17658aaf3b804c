import { connect } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, test } from 'vitest'
import { startReceiver } from '../receiver.ts'
import { createIndkaldelse, fetchToken } from './token.ts'

const TENANTS = 200
const API = '/consumer-intelligence/v3'

/** A story that leaves different traces everywhere, by the number of its tenant. */
async function story(url: string, index: number, hooks: string) {
  const tenant = `team-${index}`
  const base = `${url}/t/${tenant}`
  const { clock, faults, journal, deliveries, scenarios } = connect(url, { tenant })
  const signedIn = await fetch(`${base}/as/token.oauth2`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('tvilling:tvilling')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'bci' }),
  })
  const { access_token } = (await signedIn.json()) as { access_token: string }
  const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' }
  await scenarios.load('webhook-registered', { url: `${hooks}?tenant=${tenant}`, events: ['PING'] })
  const person = { market: 'SE', consumerId: `consumer-${index}`, data: { legalId: '198001022386' } }
  await fetch(`${base}${API}/consumers`, { method: 'POST', headers, body: JSON.stringify([person]) })
  await clock.advance({ by: `PT${100 + index}S` })
  // Every other tenant has a fault, of a time of its own.
  const times = index + 1
  if (index % 2 === 0) {
    await faults.add({
      simulator: 'indkaldelse',
      operation: 'createMyndighedsdeltager',
      fault: 'status',
      status: 400,
      times,
    })
  }
  const page = await fetch(`${base}${API}/consumers`, { headers })
  const consumers = (await page.json()) as { data: { consumerId: string }[] }
  return {
    consumers: consumers.data.map(({ consumerId }) => consumerId),
    now: (await clock.read()).now,
    operations: (await journal.find()).map(({ operation }) => operation),
    hooks: (await deliveries.list()).map(({ url, state }) => [url, state]),
    faults: (await faults.list()).map((fault) => fault.times),
  }
}

test(`${TENANTS} tenants in parallel never mix`, async () => {
  const server = await startServer({ port: 0, harness: { simulators, now: '2026-01-01T00:00:00Z' } })
  const receiver = await startReceiver()
  const indexes = Array.from({ length: TENANTS }, (_, index) => index)
  const seen = await Promise.all(indexes.map((index) => story(server.url, index, receiver.url)))
  for (const [index, found] of seen.entries()) {
    const hook = `${receiver.url}?tenant=team-${index}`
    expect(found).toEqual({
      consumers: [`consumer-${index}`],
      now: new Date(Date.UTC(2026, 0, 1) + (100 + index) * 1_000).toISOString(),
      operations: ['requestToken', 'uploadConsumers', 'listConsumers'],
      hooks: [[hook, 'DELIVERED']],
      faults: index % 2 === 0 ? [index + 1] : [],
    })
  }
  // The same seed gives each the same first token: a second one is known to its own tenant alone.
  const token = await fetchToken(`${server.url}/t/team-0`)
  expect(await createIndkaldelse(`${server.url}/t/team-0`, token, 'r1')).toBe(200)
  expect(await createIndkaldelse(`${server.url}/t/team-1`, token, 'r1')).toBe(401)
  expect(receiver.received).toHaveLength(TENANTS)
  await receiver.close()
  await server.close()
})
