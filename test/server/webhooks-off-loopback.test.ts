import { connect, UsageError } from 'tvilling'
import { startServer } from 'tvilling/server'
import { expect, onTestFinished, test } from 'vitest'
import { library, logIn, START } from '../engine/sample.ts'
import { startReceiver } from '../receiver.ts'

const TOKEN = 'open-sesame-and-stay-open'

/** What became of a message to a receiver on this machine, from a server that other machines can reach. */
async function sendFromOpenServer(webhookHosts: string[], hostname: string) {
  const receiver = await startReceiver()
  const server = await startServer({
    port: 0,
    host: '0.0.0.0',
    controlToken: TOKEN,
    webhookHosts,
    harness: { simulators: [library()], now: START, settings: { library: { timeout: 'PT30S' } } },
  })
  onTestFinished(async () => {
    await server.close()
    await receiver.close()
  })
  const harness = await server.tenants.get('default')
  const { call } = await logIn(harness)
  const { port } = new URL(receiver.url)
  await call('PUT', '/webhooks/w1', { url: `http://${hostname}:${port}/hook` })
  const control = connect(`http://127.0.0.1:${new URL(server.url).port}`, { token: TOKEN })
  await control.events.fire({ simulator: 'library', event: 'CLOSED', until: '2026-01-02' })
  await control.deliveries.settled()
  const deliveries = await control.deliveries.list()
  return deliveries.map(({ state, attempts }) => attempts.at(-1)?.steps.at(-1)?.error ?? state)
}

test.each([
  [['LOCALHOST'], 'localhost'],
  [['127.0.0.1'], '127.0.0.1'],
  [['0x7f.1'], '[::ffff:127.0.0.1]'],
])('with %j on its list, a server off loopback sends to %s', async (hosts, hostname) => {
  expect(await sendFromOpenServer(hosts, hostname)).toEqual(['DELIVERED'])
})

test('off loopback nothing is sent to hosts that are not on the list, or that have another port', async () => {
  expect(await sendFromOpenServer([], '127.0.0.1')).toEqual(['The host is not on the allow-list.'])
  expect(await sendFromOpenServer(['127.0.0.1:1'], '127.0.0.1')).toEqual([
    'The host is not on the allow-list.',
  ])
})

test('a list with an entry that is no host keeps the server from starting', async () => {
  const harness = { simulators: [library()] }
  await expect(
    startServer({ port: 0, webhookHosts: ['https://receiver.example/hook'], harness }),
  ).rejects.toThrow(UsageError)
})
