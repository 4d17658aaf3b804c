import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from 'tvilling'
import { expect, test } from 'vitest'
import { mailbox } from './mailbox.ts'
import { openLibrary } from './sample.ts'
import { spawnScript } from './with-door.ts'

test('what a killed process had begun is done by the next one, and nothing it stored is lost', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-kill-'))
  const file = join(folder, 'store.db')
  // Takes the message and never answers, so that the kill meets the process while it waits.
  const receiver = createServer(() => child.kill('SIGKILL'))
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  const child = spawnScript('killed-process.ts', [file, url], ['ignore', 'ignore', 'pipe'])
  let complaint = ''
  child.stderr?.on('data', (text) => {
    complaint += text
  })
  const [, signal] = await once(child, 'exit')
  receiver.closeAllConnections()
  receiver.close()
  expect(signal, complaint).toBe('SIGKILL')

  const post = mailbox()
  const store = openSqliteStore(file)
  await using harness = await openLibrary({ store, webhooks: { send: post.send } })
  await harness.deliveries.settled()
  expect(post.letters.map(({ url: to, body }) => [to, body])).toEqual([[url, '{"until":"2026-01-02"}']])
  const { transitions } = await harness.clock.advance('PT10M')
  expect(transitions.map(({ key, to }) => `${key} ${to}`)).toEqual(['l1 READY'])
  await harness.close()
  rmSync(folder, { recursive: true })
})
