import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'tvilling'
import { afterAll, describe, expect, test } from 'vitest'
import { needs } from '../needs.ts'
import { startProcess } from './process.ts'
import { createIndkaldelse, fetchToken } from './token.ts'

needs('signals')

const folder = mkdtempSync(join(tmpdir(), 'tvilling-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe.each(['SIGTERM', 'SIGKILL'] as const)('a server over a file that ends by %s', (signal) => {
  const flags = ['--store', `sqlite:${join(folder, signal)}`, '--clock', 'manual', '--log', 'silent']

  test('goes on where it stood: tokens, request ids, clock and tenants', async () => {
    const first = await startProcess(...flags, '--now', '2026-01-01T00:00:00Z')
    const token = await fetchToken(first.url)
    expect(await createIndkaldelse(first.url, token, 'r1')).toBe(200)
    await connect(first.url).clock.advance('PT10M')
    const team = `${first.url}/t/team-a`
    expect(await createIndkaldelse(team, await fetchToken(team), 'r1')).toBe(200)
    expect(await first.end(signal)).toBe(signal === 'SIGTERM' ? 0 : 'SIGKILL')

    const second = await startProcess(...flags)
    expect((await connect(second.url).clock.read()).now).toBe('2026-01-01T00:10:00.000Z')
    expect(await createIndkaldelse(second.url, token, 'r1')).toBe(412)
    expect(await createIndkaldelse(second.url, token, 'r2')).toBe(200)
    const again = `${second.url}/t/team-a`
    expect(await createIndkaldelse(again, await fetchToken(again), 'r1')).toBe(412)
    expect(await second.end('SIGTERM')).toBe(0)
  })
})
