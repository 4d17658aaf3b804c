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

test('a body is held until its answer has been sent, and free when the client leaves before', async () => {
  const server = await startServer({
    port: 0,
    heldBodies: 1_500,
    harness: { simulators: [library()], now: START, bodyLimit: 10_000 },
  })
  onTestFinished(() => server.close())
  const control = await server.tenants.get('default')
  const text = JSON.stringify('x'.repeat(998))
  const delay = {
    simulator: 'library',
    operation: 'misbehave',
    fault: 'delay',
    delay: 'PT1H',
    times: 1,
  } as const
  const statusOf = async () => {
    const client = await openConnection(server.url)
    await client.send(mischief('large', text))
    const [answer] = await client.answers(1)
    client.leave()
    return answer?.status
  }
  const waits = async () => {
    await control.faults.add(delay)
    const client = await openConnection(server.url)
    await client.send(mischief('large', text))
    while ((await control.faults.list()).length > 0) await new Promise((done) => setImmediate(done))
    return client
  }

  const patient = await waits()
  expect(await statusOf()).toBe(500)
  await control.clock.advance('PT1H')
  expect((await patient.answers(1))[0]?.status).toBe(200)
  expect(await statusOf()).toBe(200)
  patient.leave()

  const impatient = await waits()
  expect(await statusOf()).toBe(500)
  impatient.leave()
  let status: number | undefined
  while (status !== 200) status = await statusOf()
})
