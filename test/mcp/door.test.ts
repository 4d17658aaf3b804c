import { expect, test } from 'vitest'
import { call } from '../server/call.ts'
import { endpointOf, httpAgent, ownTwin } from './agent.ts'

const JSON_RPC = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
const PING = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' })

test('over HTTP the protocol has the door of control: no foreign name, no page of another site', async () => {
  const { url, defects } = await endpointOf(await ownTwin())
  const ask = (headers: Record<string, string>, target = url, method = 'POST') =>
    call(target, { method, headers: { ...JSON_RPC, ...headers }, ...(method === 'POST' && { body: PING }) })

  expect(await ask({})).toMatchObject({ status: 200 })
  const { host } = new URL(url)
  expect(await ask({ origin: `http://${host}`, 'sec-fetch-site': 'same-origin' })).toMatchObject({
    status: 200,
  })
  expect(await ask({ host: 'rebound.example' })).toMatchObject({
    status: 403,
    text: expect.stringContaining('This server cannot be controlled as rebound.example'),
  })
  expect(await ask({ origin: 'http://127.0.0.1:3000' })).toMatchObject({
    status: 403,
    text: expect.stringContaining('A page of http://127.0.0.1:3000 may not control this server'),
  })
  expect(await ask({ 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 })
  expect(await ask({}, url.replace('/mcp', '/'))).toMatchObject({
    status: 404,
    text: '{"error":"The Model Context Protocol is spoken at /mcp."}',
  })
  expect(await ask({}, url, 'PUT')).toMatchObject({ status: 405 })
  expect(await call(url, { method: 'POST', headers: JSON_RPC, body: '{' })).toMatchObject({ status: 400 })
  expect(defects).toEqual([])
})

test('with a control token only who sends it is a client', async () => {
  const { url } = await endpointOf(await ownTwin(), 'sesame')
  const answer = await call(url, { method: 'POST', headers: JSON_RPC, body: PING })
  expect(answer).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Bearer' } })
  expect(answer.text).toContain('This server demands its control token')
  await expect(httpAgent(url, 'sesam')).rejects.toThrow()
  const agent = await httpAgent(url, 'sesame')
  expect(await agent.call('clock_read')).toMatchObject({ mode: 'manual' })
})
