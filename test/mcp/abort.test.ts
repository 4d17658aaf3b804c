import { expect, test } from 'vitest'
import { type Agent, endpointOf, faultMatched, httpAgent, ownTwin } from './agent.ts'

const CONSUMERS = { url: '/consumer-intelligence/v3/consumers', client: 'tvilling' }

/** Begins a request that a fault delays by a day, and gives up on it when it has reached the twin. */
async function giveUp({ call }: Agent): Promise<unknown> {
  const fault = {
    simulator: 'consumer-intelligence',
    operation: 'listConsumers',
    fault: 'delay',
    delay: 'P1D',
  }
  await call('fault_add', { ...fault, times: 1 })
  const controller = new AbortController()
  const asked = call('request', CONSUMERS, controller.signal).catch((error: unknown) => error)
  await faultMatched({ call })
  controller.abort(new Error('no longer interested'))
  return asked
}

test.each(['legacy', 'auto'] as const)('a call that its client gives up ends at once (%s)', async (era) => {
  const { url, defects } = await endpointOf(await ownTwin())
  const agent = await httpAgent(url, undefined, era)
  expect(String(await giveUp(agent))).toContain('no longer interested')
  expect(await agent.call('request', CONSUMERS)).toMatchObject({ status: 200 })
  expect(await agent.call('clock_read')).toMatchObject({ now: '2026-01-01T00:00:00.000Z' })
  expect(defects).toEqual([])
})

test('a delayed request answers when another call advances the clock', async () => {
  const { call } = await httpAgent((await endpointOf(await ownTwin())).url)
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
  const { call } = await httpAgent((await endpointOf(await ownTwin())).url)
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
