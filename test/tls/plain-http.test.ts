import { expect, test } from 'vitest'
import { mischief } from '../server/library-server.ts'
import { openConnection } from '../server/socket.ts'
import { startSecure } from './secure-library.ts'

const SENTENCE =
  'This port speaks HTTPS, and the request came in plain HTTP: write https:// instead of http://.'

test('plain HTTP gets a sentence with 400 in the form of the provider, and is in the journal', async () => {
  const server = await startSecure()
  const tenant = await server.tenants.get('default')
  const connection = await openConnection(server.url)
  await connection.send(mischief('plain'))
  const [answer] = await connection.answers(1)
  expect(answer?.status).toBe(400)
  expect(answer?.headers['x-tvilling-reason']).toBe(SENTENCE)
  expect(JSON.parse(answer?.body ?? '')).toMatchObject({ problem: { kind: 'fault', status: 400 } })
  expect(await connection.ended()).toBeUndefined()
  expect(await tenant.journal.find()).toMatchObject([{ operation: 'misbehave', response: { status: 400 } }])
})

test('plain HTTP to control gets the same sentence in our form, whatever comes byte by byte', async () => {
  const { url } = await startSecure()
  const connection = await openConnection(url)
  for (const byte of 'GET /_tvilling/clock HTTP/1.1\r\nHost: localhost\r\n\r\n') await connection.send(byte)
  const [answer] = await connection.answers(1)
  expect(answer?.status).toBe(400)
  expect(JSON.parse(answer?.body ?? '')).toEqual({ error: SENTENCE })
})

test('what is neither HTTP nor TLS ends the connection', async () => {
  const { url, call } = await startSecure()
  const connection = await openConnection(url)
  await connection.send(Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7))
  await connection.ended()
  expect((await call('/_tvilling/health')).status).toBe(200)
})
