import { startServer } from 'tvilling/server'
import { expect, onTestFinished, test } from 'vitest'
import { library, START } from '../engine/sample.ts'
import { mischief, mischiefHead } from './library-server.ts'
import { openConnection } from './socket.ts'

test('a server holds so many bytes of bodies at once; more is answered as unavailable, until others are done', async () => {
  const server = await startServer({
    port: 0,
    heldBodies: 1_500,
    harness: { simulators: [library()], now: START, bodyLimit: 10_000 },
  })
  onTestFinished(() => server.close())
  const one = await openConnection(server.url)
  const other = await openConnection(server.url)
  const text = JSON.stringify('x'.repeat(998))
  await one.send(mischiefHead('slow', `Content-Length: ${text.length}`), text.slice(0, -1))
  // The server has read it when it answers what came before it on another connection.
  await other.send(mischief('small'))
  expect((await other.answers(1))[0]?.status).toBe(200)

  await other.send(mischief('large', text))
  const refused = (await other.answers(2))[1]
  // Of the statuses that say so, the library documents this one.
  expect(refused?.status).toBe(500)
  expect(refused?.headers['x-tvilling-reason']).toBe(
    'The server holds as many bytes of requests as it may. Try again.',
  )

  await one.send(text.slice(-1))
  expect((await one.answers(1))[0]?.status).toBe(200)
  await other.send(mischief('large', text))
  expect((await other.answers(3))[2]?.status).toBe(200)
  one.leave()
  other.leave()
})
