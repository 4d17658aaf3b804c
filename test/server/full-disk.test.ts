import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'tvilling'
import { expect, onTestFinished, test } from 'vitest'
import { needs } from '../needs.ts'
import { type ServerProcess, startProcess } from './process.ts'
import { createIndkaldelse, fetchToken } from './token.ts'

needs('prlimit')

/** Limits the size of the files that a running process writes, as a full disk does (setrlimit(2), RLIMIT_FSIZE). */
const limitFiles = ({ pid }: ServerProcess, bytes: number | 'unlimited') =>
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`])

test('a server whose disk is full answers as its provider does, says why once, and goes on when there is space', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-full-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'store.db')
  const server = await startProcess('--store', `sqlite:${file}`, '--clock', 'manual')
  onTestFinished(async () => {
    await server.end('SIGKILL')
  })
  const token = await fetchToken(server.url)
  const { journal } = connect(server.url)
  expect(await createIndkaldelse(server.url, token, 'before')).toBe(200)

  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size)
  limitFiles(server, Math.max(...sizes) + 65_536)
  const statuses: number[] = []
  while (!statuses.includes(500) && statuses.length < 1_000) {
    statuses.push(await createIndkaldelse(server.url, token, `r${statuses.length}`))
  }
  expect(statuses.pop()).toBe(500)
  expect(new Set(statuses)).toEqual(new Set([200]))
  for (let again = 0; again < 3; again += 1) {
    expect(await createIndkaldelse(server.url, token, `again${again}`)).toBe(500)
  }
  const [last] = (await journal.find({ operation: 'createIndkaldelse' })).slice(-1)
  expect(last?.breaches).toEqual([])
  expect(last?.response.headers['content-type']).toContain('application/json')
  expect((await fetch(`${server.url}/_tvilling/health`)).status).toBe(200)

  limitFiles(server, 'unlimited')
  // What failed was not done, and what was acknowledged is still there.
  expect(await createIndkaldelse(server.url, token, `r${statuses.length}`)).toBe(200)
  expect(await createIndkaldelse(server.url, token, 'before')).toBe(412)
  const lines = server.output().split('\n')
  expect(lines.filter((line) => line.includes(`ERROR: The store ${file} failed: `))).toHaveLength(1)
  expect(server.output()).not.toMatch(/rollback|no transaction|defect of Tvilling/)
  expect(await server.end('SIGTERM')).toBe(0)
})

test('a tenant that could not be created for want of space can be created when there is some', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-full-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const server = await startProcess('--store', `sqlite:${join(folder, 'store.db')}`)
  onTestFinished(async () => {
    await server.end('SIGKILL')
  })
  const late = `${server.url}/t/late`
  limitFiles(server, 8_192)
  const refused = await fetch(`${late}/connect/token`, { method: 'POST' })
  expect(refused.status).toBe(500)
  limitFiles(server, 'unlimited')
  expect(await createIndkaldelse(late, await fetchToken(late), 'r1')).toBe(200)
  expect(await server.end('SIGTERM')).toBe(0)
})
