/** What is tested of each API of the other provider. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { main } from 'tvilling/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { startProxy } from '../../server/proxy/start.ts'
import { listSettings } from '../../src/simulator/list-settings.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { type ServerProcess, startCommand, startProcess } from '../server/process.ts'

export const SETTINGS = fileURLToPath(new URL('settings.yaml', import.meta.url))
const SERVICE = fileURLToPath(new URL('service.ts', import.meta.url))
/** Processes start, and time passes by itself. */
const PATIENCE = 90_000

export interface OtherProvider<Seen> {
  simulator: Simulator
  /**
   * The sample application: it knows the provider's words, and of the service its base URL alone. What happens outside of
   * the API takes place at the origin, which a proxy between them does not forward.
   */
  run(base: string, origin: string): Promise<Seen>
  /** What the application sees, for `toMatchObject`. */
  expected: object
  /** What cannot differ, since the provider itself documents it: a setting by its name, or `<name> <word>`. */
  except?: readonly string[]
}

/** Declares the tests of one API. */
export function describeOtherProvider<Seen>({ simulator, run, expected, except = [] }: OtherProvider<Seen>) {
  const api = simulator.name

  describe(`[OS-25] a service that differs in each assumed path, name and word is matched by settings alone: ${api}`, () => {
    let service: RunningService
    let twin: ServerProcess
    let seen: { ofService: Seen; ofTwin: Seen }

    beforeAll(async () => {
      const started = [startService(), startProcess('--settings', SETTINGS, '--log', 'silent')] as const
      ;[service, twin] = await Promise.all(started)
      const [ofService, ofTwin] = await Promise.all([service, twin].map(({ url }) => run(url, url)))
      seen = { ofService, ofTwin } as typeof seen
    }, PATIENCE)
    afterAll(async () => {
      service?.end()
      await twin?.end('SIGTERM')
    })

    test('the settings change everything that the contract assumes of it', async () => {
      const settings = parse(await readFile(SETTINGS, 'utf8'))
      expect(unchanged(simulator, settings[api])).toEqual(except)
    })

    test('an application for it passes', () => {
      expect(seen.ofService).toMatchObject(expected)
    })

    test('the same application sees the same of the twin with these settings', () => {
      expect(seen.ofTwin).toEqual(seen.ofService)
    })

    test('proxy and drift report nothing, but a proxy without the settings reports what differs', {
      timeout: PATIENCE,
    }, async () => {
      const file = join(await mkdtemp(join(tmpdir(), 'tvilling-other-')), 'app.har')
      const flags = ['--api', api, '--settings', SETTINGS]
      const proxy = await startCommand('proxy', ...flags, '--target', service.url, '--record', file)
      // In front of the other, so that one run goes through both.
      const targets = [{ path: '/', url: new URL(proxy.url) }]
      const unset = await startProxy({ simulators: [simulator], targets })
      expect(await run(unset.url, service.url)).toEqual(seen.ofService)
      await unset.close()
      expect(unset.exchanges.flatMap(({ breaches }) => breaches)).not.toEqual([])
      expect(await proxy.end('SIGTERM'), proxy.output()).toBe(0)
      expect(proxy.output()).toContain('0 requests and 0 responses broke the contract')
      const drift = await runCommand('drift', file, ...flags)
      expect(drift.code, drift.out).toBe(0)
      expect(drift.out).toMatch(/^\d+ exchanges played, 0 differ\n$/)
    })
  })
}

/** The assumed paths, names and words that are as in the contract: `<name>`, or `<name> <word>`. */
function unchanged(simulator: Simulator, given: Parameters<typeof listSettings>[1]): string[] {
  return listSettings(simulator, given).flatMap(({ kind, name, default: before, value }) => {
    if (kind === 'words') {
      const words = value as readonly unknown[]
      return (before as readonly unknown[])
        .filter((word, index) => word === words[index])
        .map((word) => `${name} ${word}`)
    }
    return ['paths', 'names'].includes(kind) && before === value ? [name] : []
  })
}

async function runCommand(...argv: string[]) {
  let out = ''
  const write = (text: string) => {
    out += text
  }
  return { code: await main(argv, { out: write, error: write }), out }
}

export interface RunningService {
  url: string
  end(): void
}

/** Starts the other provider in a process of its own, and waits until it listens. */
export async function startService(): Promise<RunningService> {
  const flags = ['--conditions=tvilling-source', '--disable-warning=ExperimentalWarning', SERVICE]
  const child: ChildProcess = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  for await (const chunk of child.stdout ?? []) {
    output += String(chunk)
    const url = /listening on (\S+)/.exec(output)?.[1]
    if (url) return { url, end: () => void child.kill() }
  }
  throw new Error('The service ended before it listened.')
}
