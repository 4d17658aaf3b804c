/** The twin keeps its contract: an answer that breaks it rejects the request, so that no test passes by mistake. */
import { createHarness, createRandom, type Harness } from 'tvilling'
import { expect, test } from 'vitest'
import { contract } from './contract.ts'
import { epayment } from './simulator.ts'

const random = createRandom(1)
const simulators = [epayment]

const received: unknown[] = []
/** Stands for the network: webhooks end here. */
const send: typeof fetch = async (_url, init) => {
  received.push(JSON.parse(String(init?.body)))
  return new Response()
}
const open = () => createHarness({ simulators, now: '2026-01-01T00:00:00Z', webhooks: { send } })

const headersOf = async (_harness: Harness): Promise<Record<string, string>> => ({})

/** Sends an operation a request that its contract takes. */
async function call(
  harness: Harness,
  operation: Parameters<typeof contract.request>[0],
  known: Parameters<typeof contract.request>[2] = {},
) {
  const headers = await headersOf(harness)
  return harness.fetch(await contract.request(operation, { random }, { headers, ...known }))
}

test.each([
  ['fetchToken', 200],
  ['getPaymentEvents', 200],
  ['capturePayment', 200],
  ['refundPayment', 200],
  ['cancelPayment', 200],
  ['listWebhooks', 200],
  ['registerWebhook', 201],
  ['deleteWebhook', 204],
] as const)('%s answers %i', async (operation, status) => {
  await using harness = await open()
  const response = await call(harness, operation)
  expect(response.status, await response.text()).toBe(status)
})

test('a payment is kept, by its reference', async () => {
  await using harness = await open()
  const { keys } = (await harness.scenarios.load('epayment-payments', { count: 2 })) as { keys: string[] }
  const [key = ''] = keys
  const params = { reference: key }
  expect((await call(harness, 'getPayment', { params })).status).toBe(200)
  expect((await call(harness, 'createPayment')).status).toBe(201)
})

test.each(['epayments.payment.created.v1', 'epayments.payment.aborted.v1', 'epayments.payment.expired.v1', 'epayments.payment.cancelled.v1', 'epayments.payment.captured.v1', 'epayments.payment.refunded.v1', 'epayments.payment.authorized.v1', 'epayments.payment.terminated.v1'] as const)('%s is sent to who listens', async (event) => {
  await using harness = await open()
  await harness.scenarios.load('epayment-receiver', { url: 'https://receiver.example/' })
  received.length = 0
  await harness.events.fire({ simulator: 'epayment', event })
  await harness.deliveries.settled()
  expect(received).toHaveLength(1)
})

test('what nobody has is refused', async () => {
  await using harness = await open()
  const [host] = contract.contract.hosts.keys()
  expect((await harness.fetch(`https://${host}/nowhere/at/all`)).status).toBe(404)
})
