import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, test } from 'vitest'
import { endpointOf, faultMatched, httpAgent, twinAt } from './agent.ts'

const harness = { simulators, now: '2026-01-01T00:00:00Z', clock: { mode: 'manual' as const } }

test('a server may go away and come back: until then each tool says so in one sentence', async () => {
  const server = await startServer({ port: 0, harness })
  const { url, defects } = await endpointOf(twinAt(server.url))
  const { client, call } = await httpAgent(url)
  expect(await call('clock_read')).toMatchObject({ mode: 'manual' })
  await server.close()
  const away = `No server answers at ${server.url}: start it with "npx tvilling serve", then call the tool again.`
  await expect(call('clock_read')).rejects.toThrow(away)
  await expect(call('request', { url: '/token' })).rejects.toThrow(away)
  await expect(call('journal_explain')).rejects.toThrow(away)
  await expect(client.readResource({ uri: 'tvilling://journal' })).rejects.toThrow(away)
  await expect(client.getPrompt({ name: 'explain_failed_run' })).rejects.toThrow(away)
  await using again = await startServer({ port: Number(new URL(server.url).port), harness })
  expect(await call('twin_address')).toMatchObject({ url: again.url })
  expect(await call('clock_read')).toMatchObject({ mode: 'manual' })
  expect(defects).toEqual([])
})

test('a server that ends in the middle of a request ends the call, and not the agent', async () => {
  const server = await startServer({ port: 0, harness })
  const { url } = await endpointOf(twinAt(server.url))
  const { call } = await httpAgent(url)
  const fault = {
    simulator: 'consumer-intelligence',
    operation: 'listConsumers',
    fault: 'delay',
    delay: 'P1D',
  }
  await call('fault_add', fault)
  const asked = call('request', { url: '/consumer-intelligence/v3/consumers', client: 'tvilling' })
  await faultMatched({ call })
  await server.close()
  expect(await asked).toMatchObject({ status: null, broken: expect.stringMatching(/\S/) })
})

test('a server that is none of ours is called so', async () => {
  const other = createServer(
    (_, response) => void response.setHeader('content-type', 'text/html').end('hello'),
  )
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening))
  const address = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
  const { url, defects } = await endpointOf(twinAt(address))
  const { call } = await httpAgent(url)
  for (const tool of ['clock_read', 'simulators_list', 'journal_find']) {
    await expect(call(tool)).rejects.toThrow(`What answers at ${address} is no Tvilling server`)
  }
  expect(defects).toEqual([])
  other.closeAllConnections()
  other.close()
})

test('a token that the server does not know is told in the sentence of the server', async () => {
  await using server = await startServer({ port: 0, controlToken: 'sesame', harness })
  const { url } = await endpointOf(twinAt(server.url, { controlToken: 'sesam' }))
  const { call } = await httpAgent(url)
  await expect(call('clock_read')).rejects.toThrow('This server demands its control token')
})
