import { expect, test } from 'vitest'
import { createGuardedSend, type LookUp } from '../../server/http/guarded-send.ts'
import { readWebhookHosts } from '../../server/http/webhook-hosts.ts'
import { startReceiver } from '../receiver.ts'

/** A name server that knows one name, and moves it with each question. */
function moving(...addresses: string[][]): { lookUp: LookUp; asked: string[] } {
  const asked: string[] = []
  const lookUp: LookUp = (hostname, _options, done) => {
    asked.push(hostname)
    const found = addresses[Math.min(asked.length, addresses.length) - 1] ?? []
    done(
      null,
      found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  }
  return { lookUp, asked }
}

const message = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"a":"å"}' }

async function causeOf(sent: Promise<unknown>): Promise<unknown> {
  const error = await sent.catch((reason) => reason)
  return (error as Error).cause
}

test('a listed name is sent to at an address that the list has, and gets the message byte for byte', async () => {
  const receiver = await startReceiver()
  receiver.answer(202)
  const { port } = new URL(receiver.url)
  const { lookUp } = moving(['127.0.0.1'])
  const send = createGuardedSend(readWebhookHosts(['hooks.example', '127.0.0.1']), lookUp)
  expect((await send(`http://hooks.example:${port}/hook?a=1`, message)).status).toBe(202)
  expect(receiver.received).toMatchObject([
    { raw: message.body, headers: { host: `hooks.example:${port}`, 'content-type': 'application/json' } },
  ])
  await receiver.close()
})

test('a listed name that turns out to be at an internal address is not connected to', async () => {
  const receiver = await startReceiver()
  const { port } = new URL(receiver.url)
  const { lookUp } = moving(['127.0.0.1', '::1'])
  const send = createGuardedSend(readWebhookHosts(['hooks.example']), lookUp)
  expect(await causeOf(send(`http://hooks.example:${port}/`, message))).toMatchObject({
    message:
      'hooks.example is at 127.0.0.1, ::1, an internal address: list that as well, or "private", if it is meant.',
  })
  expect(receiver.received).toEqual([])
  await receiver.close()
})

test('a name that moves between two messages is checked for each', async () => {
  const receiver = await startReceiver()
  const { port } = new URL(receiver.url)
  const { lookUp, asked } = moving(['127.0.0.1'], ['169.254.169.254'])
  const send = createGuardedSend(readWebhookHosts(['hooks.example', '127.0.0.1']), lookUp)
  expect((await send(`http://hooks.example:${port}/`, message)).status).toBe(200)
  expect(await causeOf(send(`http://hooks.example:${port}/`, message))).toMatchObject({
    message: expect.stringContaining('is at 169.254.169.254, an internal address'),
  })
  expect(asked).toHaveLength(2)
  expect(receiver.received).toHaveLength(1)
  await receiver.close()
})

test('of several addresses only those are tried that may be connected to', async () => {
  const receiver = await startReceiver()
  const { port } = new URL(receiver.url)
  const { lookUp } = moving(['10.0.0.1', '127.0.0.1'])
  const send = createGuardedSend(readWebhookHosts(['hooks.example', '127.0.0.1']), lookUp)
  expect((await send(`http://hooks.example:${port}/`, message)).status).toBe(200)
  await receiver.close()
})

test('a redirect is not followed, and a refused connection has its code', async () => {
  const receiver = await startReceiver()
  receiver.answer(302)
  const send = createGuardedSend(readWebhookHosts(['127.0.0.1']))
  expect((await send(receiver.url, message)).status).toBe(302)
  await receiver.close()
  expect(await causeOf(send(receiver.url, message))).toMatchObject({ code: 'ECONNREFUSED' })
})

test('a header that cannot be sent, and a signal that is aborted, reject', async () => {
  const send = createGuardedSend(readWebhookHosts(['127.0.0.1']))
  await expect(send('http://127.0.0.1:1/', { ...message, headers: { a: 'b\r\nc' } })).rejects.toThrow()
  const reason = new Error('too late')
  await expect(send('http://127.0.0.1:1/', { signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
})
