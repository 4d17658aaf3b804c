import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { birthReport, organizationSession } from 'tvilling/mocks'
import { main } from 'tvilling/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { startProxy } from '../../server/proxy/start.ts'
import { listSettings } from '../../src/simulator/list-settings.ts'
import { startCommand, startProcess } from '../server/process.ts'
import { runApp, type Seen } from './app.ts'

const SETTINGS = fileURLToPath(new URL('settings.yaml', import.meta.url))
const SERVICE = fileURLToPath(new URL('service.ts', import.meta.url))
/** Two processes, and time that passes by itself. */
const PATIENCE = 90_000
const APIS = ['--api', 'organization-session', '--api', 'birth-report']

/** What the other provider does not have: the models of Sweden and Finland. */
const elsewhere = /^[A-Za-z]+(?:Se|Fi)\.|^SignatureCombination\./
/** Words that the provider itself documents, in a list that is assumed. */
const DOCUMENTED = ['201']

async function run(...argv: string[]) {
  let out = ''
  const write = (text: string) => {
    out += text
  }
  return { code: await main(argv, { out: write, error: write }), out }
}

describe('[OS-25] a service that differs in each assumed path, name and word is matched by settings alone', () => {
  let service: { child: ChildProcess; url: string }
  let seen: Seen

  beforeAll(async () => {
    service = await startService()
    seen = await runApp(service.url)
  }, PATIENCE)
  afterAll(() => service.child.kill())

  test('the settings change everything that the contracts assume of it', async () => {
    const settings = parse(await readFile(SETTINGS, 'utf8'))
    const listed = [organizationSession, birthReport].flatMap((simulator) =>
      listSettings(simulator, settings[simulator.name]),
    )
    const unchanged = listed
      .filter(({ kind, name }) => ['paths', 'names', 'words'].includes(kind) && !elsewhere.test(name))
      .filter(({ default: before, value }) => {
        const words = [value].flat()
        return [before]
          .flat()
          .some((word, index) => word === words[index] && !DOCUMENTED.includes(String(word)))
      })
    expect(unchanged.map(({ name }) => name)).toEqual([])
  })

  test('an application for it passes', () => {
    expect(seen).toMatchObject({
      statuses: ['PAGAR', 'LAGES', 'VENTER', 'VENTER', 'FERDIG', 'KLAR', 'KLAR', 'KLAR'],
      events: ['JsonDataReady', 'ReportReady hvitvasking', 'ReportReady firmaattest', 'AllDone'],
      early: { status: 409, title: 'Conflict' },
      unknown: { status: 404, title: 'Not Found' },
      country: 'NOR',
      sanction: 'INGEN',
      followed: [
        { status: 200, type: 'application/pdf' },
        { status: 200, type: 'application/pdf' },
      ],
      births: [
        { status: 201, number: true, code: undefined },
        { status: 202, number: false, code: 'U1' },
      ],
    })
    expect(seen.owners[0]).toMatchObject({ aksjonar: expect.any(String), slag: 'FORETAK' })
  })

  test('the same application sees the same of the twin with these settings', {
    timeout: PATIENCE,
  }, async () => {
    const twin = await startProcess('--settings', SETTINGS, '--log', 'silent')
    try {
      expect(await runApp(twin.url)).toEqual(seen)
    } finally {
      await twin.end('SIGTERM')
    }
  })

  test('proxy and drift report nothing', { timeout: PATIENCE }, async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'tvilling-other-')), 'app.har')
    const flags = [...APIS, '--settings', SETTINGS]
    const proxy = await startCommand('proxy', ...flags, '--target', service.url, '--record', file)
    expect(await runApp(proxy.url)).toEqual(seen)
    expect(await proxy.end('SIGTERM'), proxy.output()).toBe(0)
    expect(proxy.output()).toContain('0 requests and 0 responses broke the contract')
    const drift = await run('drift', file, ...flags)
    expect(drift.code, drift.out).toBe(0)
    expect(drift.out).toMatch(/^\d+ exchanges played, 0 differ\n$/)
  })

  test('without the settings, the proxy reports what differs', async () => {
    const simulators = [organizationSession, birthReport]
    const targets = [{ path: '/', url: new URL(service.url) }]
    const proxy = await startProxy({ simulators, targets })
    await fetch(`${proxy.url}/oppslag/no/1`)
    await proxy.close()
    expect(proxy.exchanges[0]?.breaches).toMatchObject([{ pointer: '/path' }])
  })
})

async function startService(): Promise<{ child: ChildProcess; url: string }> {
  const flags = ['--conditions=tvilling-source', '--disable-warning=ExperimentalWarning', SERVICE]
  const child = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  for await (const chunk of child.stdout) {
    output += String(chunk)
    const url = /listening on (\S+)/.exec(output)?.[1]
    if (url) return { child, url }
  }
  throw new Error('The service ended before it listened.')
}
