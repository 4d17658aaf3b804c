/** What `tvilling(harness)` in an application reads and holds of bodies: no more than a server does. */
import express from 'express'
import { createHarness } from 'tvilling'
import { tvilling } from 'tvilling/server'
import { expect, onTestFinished, test } from 'vitest'
import { library, START } from '../engine/sample.ts'
import { mischief, mischiefHead } from './library-server.ts'
import { listen } from './listen.ts'
import { openConnection } from './socket.ts'

async function openApplication(): Promise<string> {
  const harness = await createHarness({ simulators: [library()], now: START, bodyLimit: 10_000 })
  onTestFinished(() => harness.close())
  return listen(express().use(tvilling(harness, { heldBodies: 1_500 })))
}

test('who has no token is answered before a large body comes', async () => {
  const connection = await openConnection(await openApplication())
  const head = ['POST /books HTTP/1.1', 'Host: twin.test', 'Content-Type: application/json']
  connection.send([...head, 'Transfer-Encoding: chunked', '', ''].join('\r\n'))
  expect((await connection.answers(1))[0]?.status).toBe(401)
  // The rest is read and dropped, and the connection goes on.
  connection.send('3e8\r\n', 'x'.repeat(1_000), '\r\n0\r\n\r\n', mischief('small'))
  expect((await connection.answers(2))[1]?.status).toBe(200)
  connection.leave()
})

test('so many bytes of bodies are held at once; more is answered as unavailable, until others are done', async () => {
  const url = await openApplication()
  const one = await openConnection(url)
  const other = await openConnection(url)
  const text = JSON.stringify('x'.repeat(998))
  await one.send(mischiefHead('slow', `Content-Length: ${text.length}`), text.slice(0, -1))
  // The application has read it when it answers what came before it on another connection.
  await other.send(mischief('small'))
  expect((await other.answers(1))[0]?.status).toBe(200)

  await other.send(mischief('large', text))
  // Of the statuses that say so, the library documents this one.
  expect((await other.answers(2))[1]?.status).toBe(500)
  await one.send(text.slice(-1))
  expect((await one.answers(1))[0]?.status).toBe(200)
  await other.send(mischief('large', text))
  expect((await other.answers(3))[2]?.status).toBe(200)
  one.leave()
  other.leave()
})
