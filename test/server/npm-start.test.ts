/** `npm start` as a terminal and as a supervisor run it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'tvilling'
import { expect, onTestFinished, test } from 'vitest'
import { needs } from '../needs.ts'
import { openConnection } from './socket.ts'

needs('signals')

interface Started {
  npm: ChildProcess
  url: string
  output(): string
  /** The exit code, or the signal that ended npm, when the server has ended too. */
  ended: Promise<number | string>
}

/** Starts it in a process group of its own, whose id is npm's. */
async function start(...flags: string[]): Promise<Started> {
  const npm = spawn('npm', ['start', '--', '--port', '0', '--log', 'silent', ...flags], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = once(npm, 'close').then(([code, signal]) => code ?? signal)
  onTestFinished(() => {
    try {
      process.kill(-Number(npm.pid), 'SIGKILL')
    } catch {
      // All of them have ended.
    }
  })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    for (const stream of [npm.stdout, npm.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString()
        const found = /tvilling listening on (\S+)/.exec(output)?.[1]
        if (found) resolve(found)
      })
    }
    ended.then(() => reject(new Error(output)))
  })
  return { npm, url, ended, output: () => output }
}

/** Resolves when nobody listens there any more. */
async function gone(url: string): Promise<void> {
  for (;;) {
    try {
      await fetch(`${url}/_tvilling/health`)
    } catch {
      return
    }
  }
}

test.each([
  ['SIGTERM', 'to npm alone, as a supervisor sends it', 1],
  ['SIGINT', 'to npm alone', 1],
  ['SIGTERM', 'to the group', -1],
] as const)('%s %s ends the server in order', async (signal, _, group) => {
  const { npm, url, ended, output } = await start()
  expect((await fetch(`${url}/_tvilling/health`)).status).toBe(200)
  process.kill(group * Number(npm.pid), signal)
  // Of a signal to the group, npm gets its own copy, and may end by it before the server has ended.
  expect(group === 1 ? [0] : [0, signal]).toContain(await ended)
  expect(output()).toContain('tvilling is stopping')
  await gone(url)
})

test('Ctrl-C, which is SIGINT to the group, ends the server in order; npm itself ends by the signal', async () => {
  const { npm, url, ended, output } = await start()
  process.kill(-Number(npm.pid), 'SIGINT')
  expect([0, 'SIGINT']).toContain(await ended)
  expect(output()).toContain('tvilling is stopping')
  await gone(url)
})

test('it ends also while an advance has tens of thousands of jobs to do, and with connections that hang', async () => {
  const { npm, url, ended } = await start('--clock', 'manual')
  const { scenarios, clock } = connect(url)
  await scenarios.load('consumers-uploaded', { count: 20_000 })
  const half = await openConnection(url)
  await half.send('GET /half HTTP/1.1\r\nHost: a\r\n')
  const body = await openConnection(url)
  await body.send('POST /v2/Indkaldelse HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{')
  const advanced = clock.advance('P30D').catch((error: Error) => error.message)
  await clock.read()
  process.kill(-Number(npm.pid), 'SIGTERM')
  expect(await ended).toBe(0)
  expect(await advanced).toMatch(/Tvilling is stopping: the clock was moved to .* only\./)
  await gone(url)
})
