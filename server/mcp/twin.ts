/** What the tools act on: a server that runs, or a harness of this process. */
import { connect } from '../../src/control/connect.ts'
import type { Control } from '../../src/control/control.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import type { HarnessOptions } from '../../src/harness/harness.ts'
import { type AllSettings, withSettings } from '../../src/simulator/apply-settings.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import type { ServerLog } from '../http/log.ts'
import { startServer } from '../http/server.ts'
import { DEFAULT_TENANT } from '../tenants/address.ts'

export interface Twin {
  control: Control
  /** Where the application under test sends its requests, with the tenant's prefix. */
  url: string
  /** Whether it began and ends with this process. */
  own: boolean
  /** Those that this process knows, with their settings: for facts, pages and `verify`. */
  simulators: readonly Simulator[]
  /**
   * Call it before anything else is done.
   * @throws UsageError if no server is there, or another one.
   */
  ready(): Promise<void>
  /** The sentence for an error of the connection; undefined if the twin is there, so that the error is a defect of ours. */
  wordTrouble(): Promise<string | undefined>
  close(): Promise<void>
}

export interface OwnTwinOptions {
  harness: Omit<HarnessOptions, 'store' | 'tenant'>
  /** A free one if it is left out. */
  port?: number
  controlToken?: string | undefined
  log?: ServerLog
}

/** Simulators as they are served with settings. */
export function withAllSettings(simulators: readonly Simulator[], settings: AllSettings = {}): Simulator[] {
  return simulators.map((simulator) => withSettings(simulator, settings[simulator.name]))
}

/** Starts a harness, and a server on loopback so that the application under test can call it. */
export async function startTwin(options: OwnTwinOptions): Promise<Twin> {
  const { harness, port = 0, controlToken, log } = options
  const server = await startServer({
    harness,
    port,
    ...(controlToken !== undefined && { controlToken }),
    ...(log && { log }),
  })
  return {
    control: await server.tenants.get(DEFAULT_TENANT),
    url: server.url,
    own: true,
    simulators: withAllSettings(harness.simulators, harness.settings),
    ready: async () => {},
    wordTrouble: async () => undefined,
    close: server.close,
  }
}

export interface RunningTwinOptions {
  /** Where the server listens. */
  url: string
  tenant?: string | undefined
  controlToken?: string | undefined
  /** With their settings. */
  simulators: readonly Simulator[]
}

/** A server that runs elsewhere. It may start later, and end and start again meanwhile. */
export function reachTwin(options: RunningTwinOptions): Twin {
  const { url, tenant, controlToken, simulators } = options
  const base = url.replace(/\/+$/, '')
  let isThere = false

  async function wordTrouble(): Promise<string | undefined> {
    const found = await healthOf(base)
    isThere = found === 'tvilling'
    if (isThere) return undefined
    return found === 'nobody'
      ? `No server answers at ${base}: start it with "npx tvilling serve", then call the tool again.`
      : `What answers at ${base} is no Tvilling server: give --url the address that "npx tvilling serve" prints.`
  }

  return {
    control: connect(base, {
      ...(tenant !== undefined && { tenant }),
      ...(controlToken !== undefined && { token: controlToken }),
    }),
    url: tenant === undefined ? base : `${base}/t/${tenant}`,
    own: false,
    simulators,
    async ready() {
      const trouble = isThere ? undefined : await wordTrouble()
      if (trouble !== undefined) throw new UsageError(trouble, 409)
    },
    wordTrouble,
    close: async () => {},
  }
}

async function healthOf(base: string): Promise<'tvilling' | 'another' | 'nobody'> {
  let response: Response
  try {
    response = await fetch(`${base}/_tvilling/health`)
  } catch {
    return 'nobody'
  }
  const { status } = (await response.json().catch(() => ({}))) as { status?: string }
  return response.ok && status === 'ok' ? 'tvilling' : 'another'
}

/** @throws UsageError if it is no address of a server. */
export function checkServerUrl(text: string): void {
  if (/^https?:\/\/[^?#]+$/.test(text) && URL.canParse(text)) return
  throw new UsageError(`--url is the address of a server such as http://127.0.0.1:4010, not "${text}".`)
}
