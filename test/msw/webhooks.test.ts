import { expect } from 'vitest'
import { startReceiver } from '../receiver.ts'
import { eachMsw } from './versions.ts'

const MOVE = {
  address: { streetName: 'Nygatan', streetNumber: '7', postalCode: '90325', city: 'Umeå' },
}

/** An approved bundle with a webhook, and one person on it who moves. */
async function sendWebhook({ scenarios, people, clock }: import('tvilling').Harness, url: string) {
  await scenarios.load('monitoring-webhook-registered', { url })
  await scenarios.load('bundle-approved', {})
  await people.change('198001022386', MOVE)
  const { deliveries } = await clock.advance('PT0S')
  return deliveries.map(({ state, error }) => error ?? state)
}

eachMsw(
  'webhooks reach a receiver on loopback, though unhandled requests are errors',
  async ({ harness }) => {
    const receiver = await startReceiver()
    await expect(fetch(receiver.url, { method: 'POST' })).rejects.toThrow()
    expect(await sendWebhook(harness, receiver.url)).toEqual(['DELIVERED'])
    expect(receiver.received.map(({ body }) => body['requestType'])).toEqual(['continue', 'payload'])
    await receiver.close()
  },
)

eachMsw('webhooks reach a handler of the user, without any socket', async ({ harness, server, http }) => {
  const heard: unknown[] = []
  server.use(
    http.post('https://our-application.example/hook', async ({ request }) => {
      heard.push(((await request.json()) as { requestType: string }).requestType)
      return new Response(null, { status: 200 })
    }),
  )
  expect(await sendWebhook(harness, 'https://our-application.example/hook')).toEqual(['DELIVERED'])
  expect(heard).toEqual(['continue', 'payload'])
})

eachMsw('a receiver that is down is reported as itself', async ({ harness }) => {
  const receiver = await startReceiver()
  await receiver.close()
  expect(await sendWebhook(harness, receiver.url)).toEqual(['ECONNREFUSED'])
})
