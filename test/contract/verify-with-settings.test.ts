import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, test } from 'vitest'
import { run } from '../new/command.ts'

const settings = {
  'organization-session': {
    paths: { getSession: '/status/{country}/{sessionId}' },
    names: { 'SessionRequest.identifier': 'nummer', 'AllDoneEvent.status': 'hendelse' },
    words: { ReportName: { aml: 'hvitvasking' }, EntityStatus: { READY: 'KLAR' } },
  },
}

test('verify takes a service that follows settings for what it is, with these settings alone', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-verify-'))
  const file = join(folder, 'settings.yaml')
  writeFileSync(file, JSON.stringify(settings))
  const server = await startServer({ port: 0, harness: { simulators, settings, clock: { mode: 'manual' } } })
  const verify = (...flags: string[]) =>
    run(
      'verify',
      '--api',
      'organization-session',
      '--url',
      server.url,
      '--runs',
      '2',
      '--seed',
      '1',
      ...flags,
    )
  try {
    const followed = await verify('--settings', file)
    expect(followed.code, followed.out).toBe(0)
    expect(followed.out).toMatch(/: (\d+) held of \1, 0 failed, 0 never reached/)
    const plain = await verify()
    expect(plain.out).toMatch(/ where our assumption is wrong/)
  } finally {
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
