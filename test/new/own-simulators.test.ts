import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHarness } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { afterAll, describe, expect, test } from 'vitest'
import { loadMsw } from '../msw/versions.ts'
import { epayment } from '../own-simulators/epayment/mocks/epayment/simulator.ts'
import { petstore } from '../own-simulators/petstore/mocks/petstore/simulator.ts'
import { run } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'tvilling-new-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What somebody has written on, beside what `tvilling new` wrote. */
const WRITTEN_BY_HAND = ['contracts/epayment/facts.yaml', 'contracts/epayment/facts.gen.json']

describe.each(['petstore', 'epayment'])('%s', (name) => {
  test('is written anew as it stands here, file by file', async () => {
    const project = join('test/own-simulators', name)
    const into = join(folder, name)
    expect(await run('new', name, '--from', join(project, `${name}.yaml`), '--into', into)).toMatchObject({
      code: 0,
      error: '',
    })
    const files = globSync('{contracts,mocks}/**/*.*', { cwd: into })
    expect(files.sort()).toEqual(globSync('{contracts,mocks}/**/*.*', { cwd: project }).sort())
    for (const file of files) {
      if (WRITTEN_BY_HAND.includes(file)) continue
      const [made, kept] = [into, project].map((place) => readFileSync(join(place, file), 'utf8'))
      expect(made, file).toBe(kept)
    }
  })
})

const keys = { authorization: 'Bearer any', 'ocp-apim-subscription-key': 'any', 'idempotency-key': 'k' }

function pay(reference: string): RequestInit {
  const amount = { currency: 'NOK', value: 1_000 }
  const body = { amount, paymentMethod: { type: 'WALLET' }, reference, userFlow: 'WEB_REDIRECT' }
  return {
    method: 'POST',
    headers: { ...keys, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }
}

const PAYMENTS = 'https://api.vipps.no/epayment/v1/payments'

test('beside the five, a payment is kept, moves through its states, and its event is sent', async () => {
  const sent: Record<string, unknown>[] = []
  await using harness = await createHarness({
    simulators: [...simulators, petstore, epayment],
    now: '2026-01-01T00:00:00Z',
    webhooks: {
      async send(_url, init) {
        sent.push(JSON.parse(String(init?.body)))
        return new Response()
      },
    },
  })
  await harness.scenarios.load('epayment-receiver', { url: 'https://shop.example/hook' })
  expect((await harness.fetch(PAYMENTS, pay('order-0001'))).status).toBe(201)
  expect((await harness.fetch(PAYMENTS, pay('order-0001'))).status).toBe(409)
  await harness.state.transition('epayment', 'payments', 'order-0001', 'AUTHORIZED')
  const response = await harness.fetch(`${PAYMENTS}/order-0001`, { headers: keys })
  expect(await response.json()).toMatchObject({
    reference: 'order-0001',
    state: 'AUTHORIZED',
    amount: { value: 1_000 },
  })
  const event = 'epayments.payment.authorized.v1'
  await harness.events.fire({ simulator: 'epayment', event, known: { reference: 'order-0001' } })
  await harness.deliveries.settled()
  expect(sent).toMatchObject([{ reference: 'order-0001', name: 'AUTHORIZED' }])
})

test('who shows no credential is refused, and told what is missing', async () => {
  await using harness = await createHarness({ simulators: [petstore] })
  const url = 'https://petstore3.swagger.io/api/v3/pet/7'
  const refused = await harness.fetch(url)
  expect(refused.status).toBe(401)
  expect(refused.headers.get('x-tvilling-reason')).toBe(
    'The request needs the header api_key, or the header Authorization with Bearer.',
  )
  expect((await harness.fetch(url, { headers: { api_key: 'k' } })).status).toBe(404)
})

test('MSW takes it', async () => {
  const { handlers, setupServer } = await loadMsw('MSW 3')
  await using harness = await createHarness({ simulators: [petstore] })
  const server = setupServer(...handlers(harness))
  server.listen()
  try {
    await harness.scenarios.load('petstore-pets', { count: 1 })
    const headers = { api_key: 'k' }
    const response = await fetch('https://petstore3.swagger.io/api/v3/pet/1', { headers })
    expect(await response.json()).toMatchObject({ id: 1, name: 'doggie' })
  } finally {
    server.close()
  }
})

test('the same seed gives the same bytes', async () => {
  const answers = async (seed: number) => {
    await using harness = await createHarness({ simulators: [epayment], now: '2026-01-01T00:00:00Z', seed })
    await harness.fetch(PAYMENTS, pay('order-0001'))
    return (await harness.fetch(`${PAYMENTS}/order-0001/events`, { headers: keys })).text()
  }
  expect(await answers(1)).toBe(await answers(1))
  expect(await answers(2)).not.toBe(await answers(1))
})
