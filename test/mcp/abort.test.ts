import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import type { Twin } from '../../server/mcp/twin.ts'
import { endpointOf, faultMatched, httpAgent, nearAgent, ownTwin, twinAt } from './agent.ts'

const CONSUMERS = { url: '/consumer-intelligence/v3/consumers', client: 'tvilling' }

/** A server that never answers a request, and tells when the client has left. */
async function silentServer() {
  let arrived: () => void = () => {}
  let left: () => void = () => {}
  const reached = new Promise<void>((resolve) => {
    arrived = resolve
  })
  const abandoned = new Promise<void>((resolve) => {
    left = resolve
  })
  const server = createServer((request, response) => {
    if (request.url === '/_tvilling/health') {
      response.setHeader('content-type', 'application/json').end('{"status":"ok"}')
      return
    }
    response.once('close', left)
    arrived()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, reached, abandoned }
}

test.each([
  ['over a lasting connection', async (twin: Twin) => nearAgent(twin)],
  ['over HTTP', async (twin: Twin) => httpAgent((await endpointOf(twin)).url, undefined, 'auto')],
])(
  'a request that its client gives up is given up, and the next one is answered (%s)',
  async (_, agentOf) => {
    const server = await silentServer()
    const { call } = await agentOf(twinAt(server.url))
    const controller = new AbortController()
    const asked = call('request', { url: '/slow' }, controller.signal).catch(String)
    await server.reached
    controller.abort(new Error('no longer interested'))
    expect(await asked).toContain('no longer interested')
    await server.abandoned
    expect(await call('twin_address')).toMatchObject({ url: server.url })
  },
)

test('a delayed request answers when another call advances the clock', async () => {
  const { call } = await nearAgent(await ownTwin())
  await call('fault_add', {
    simulator: 'consumer-intelligence',
    operation: 'listConsumers',
    fault: 'delay',
    delay: 'PT5S',
  })
  const asked = call('request', CONSUMERS)
  await faultMatched({ call })
  await call('clock_advance', { by: 'PT5S' })
  expect(await asked).toMatchObject({ status: 200 })
})

test('a connection that a fault breaks is an answer of the tool, not its failure', async () => {
  const { call } = await nearAgent(await ownTwin())
  const operation = { simulator: 'consumer-intelligence', operation: 'listConsumers' }
  await call('fault_add', { ...operation, fault: 'reset', times: 1 })
  expect(await call('request', CONSUMERS)).toMatchObject({
    status: null,
    broken: expect.stringMatching(/\S/),
  })
  await call('fault_add', { ...operation, fault: 'truncated-body', times: 1 })
  expect(await call('request', CONSUMERS)).toMatchObject({
    status: null,
    broken: expect.stringMatching(/\S/),
  })
  expect(await call('request', CONSUMERS)).toMatchObject({ status: 200, broken: null })
})
