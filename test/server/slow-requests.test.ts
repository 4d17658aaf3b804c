import { startServer } from 'tvilling/server'
import { expect, test } from 'vitest'
import { library, START } from '../engine/sample.ts'
import { mischief, mischiefHead } from './library-server.ts'
import { openConnection } from './socket.ts'

const harness = { simulators: [library()], now: START }
const DETAIL = 'The request did not come in whole within 0.2 seconds.'
const open = () => startServer({ port: 0, harness, requestTimeout: 200 })

test('a client whose headers do not come is told so in our form, and the connection ends', async () => {
  await using server = await open()
  const connection = await openConnection(server.url)
  await connection.send('GET /books HTTP/1.1\r\nHost: twin.test\r\nX-Slow: ')
  const [answer] = await connection.answers(1)
  expect(answer?.status).toBe(408)
  expect(answer?.headers).toMatchObject({ connection: 'close', 'content-type': 'application/json' })
  expect(JSON.parse(answer?.body ?? '')).toEqual({ error: DETAIL })
  expect(await connection.ended()).toBeUndefined()
})

test('a client whose body does not come is told so in the form of the provider', async () => {
  await using server = await open()
  const connection = await openConnection(server.url)
  await connection.send(mischiefHead('slow', 'Content-Length: 100'), '{"a"')
  const [answer] = await connection.answers(1)
  expect(answer?.status).toBe(408)
  expect(answer?.headers).toMatchObject({ connection: 'close', 'x-tvilling-reason': DETAIL })
  expect(JSON.parse(answer?.body ?? '')).toMatchObject({ problem: { kind: 'fault', status: 408 } })
  expect(await connection.ended()).toBeUndefined()
  const tenant = await server.tenants.get('default')
  expect(await tenant.journal.find()).toMatchObject([
    { operation: 'misbehave', response: { status: 408 }, request: { body: `(${DETAIL})` } },
  ])
})

test('a client that takes its time between requests keeps its connection', async () => {
  await using server = await open()
  const connection = await openConnection(server.url)
  await connection.send(mischief('first'))
  await connection.answers(1)
  // Others come and go meanwhile, and are timed out.
  const slow = await openConnection(server.url)
  await slow.send('GET /')
  await slow.ended()
  await connection.send(mischief('second'))
  expect((await connection.answers(2)).map(({ status }) => status)).toEqual([200, 200])
  connection.leave()
})

test('without a setting a request has 30 seconds', async () => {
  await using server = await startServer({ port: 0, harness })
  expect(server.requestTimeout).toBe(30_000)
})
