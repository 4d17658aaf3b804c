/** `tvilling mcp`: lets an agent control a twin, over the Model Context Protocol. */
import { UsageError } from '../../src/control/usage-error.ts'
import { wholeNumber } from '../cli/flags.ts'
import { withOwnSimulators } from '../cli/load-simulators.ts'
import { parseClock, settingsOf } from '../cli/serve.ts'
import type { Terminal } from '../cli/terminal.ts'
import { untilStopped } from '../cli/until-stopped.ts'
import { readServeOptions } from '../config/read-serve-options.ts'
import { checkTenantName } from '../tenants/address.ts'
import { createMcpServer } from './mcp-server.ts'
import { loadSdk } from './sdk.ts'
import { checkServerUrl, reachTwin, startTwin, type Twin, withAllSettings } from './twin.ts'

export interface McpFlags {
  http?: string | true
  url?: string
  tenant?: string
  controlToken?: string
  port?: string
  seed?: string
  now?: string
  clock?: string
  settings?: string
  simulator?: string[]
  config?: string
}

const HTTP_PORT = '4012'

/** Resolves with the exit code when a signal stops it, or when the client of stdio ends. */
export async function mcp(flags: McpFlags, io: Terminal): Promise<number> {
  const { http } = flags
  const port =
    http === undefined ? undefined : wholeNumber('--http', http === true ? HTTP_PORT : http, 65_535)
  const sdk = await loadSdk()
  const defect = (error: unknown) => io.error(`${error instanceof Error ? error.stack : String(error)}\n`)
  const { twin, token } = await openTwin(flags, io, defect)
  const deps = { sdk, twin, defect }
  try {
    if (port === undefined) return await overStdio()
    return await overHttp(port)
  } finally {
    await twin.close()
  }

  async function overStdio(): Promise<number> {
    const ended = new Promise<number>((resolve) => {
      process.stdin.once('end', () => resolve(0)).once('close', () => resolve(0))
    })
    const connection = sdk.serveStdio(() => createMcpServer(deps), {
      onerror: (error) => io.error(`${error.message}\n`),
    })
    // Standard output belongs to the protocol.
    io.error(`tvilling mcp controls ${twin.url}\n`)
    const code = await Promise.race([ended, untilStopped(async () => 0)])
    await connection.close()
    return code
  }

  async function overHttp(port: number): Promise<number> {
    const { serveHttp } = await import('./http.ts')
    const endpoint = await serveHttp({ ...deps, port, token })
    io.out(`tvilling mcp controls ${twin.url}\n`)
    io.out(`tvilling mcp listening on ${endpoint.url}\n`)
    return untilStopped(async () => {
      await endpoint.close()
      return 0
    })
  }
}

/** Options that only a harness of this process has. */
const OF_OWN = ['port', 'seed', 'now', 'clock'] as const

async function openTwin(
  flags: McpFlags,
  io: Terminal,
  defect: (error: unknown) => void,
): Promise<{ twin: Twin; token: string | undefined }> {
  const { url, tenant } = flags
  const environment = io.env ?? process.env
  const { options, config } = await readServeOptions({
    // The application under test may have a server of its own on the usual port.
    flags: {
      port: '0',
      ...given(flags, 'config', 'port', 'seed', 'now', 'clock', 'settings', 'controlToken', 'simulator'),
    },
    environment,
    folder: process.cwd(),
  })
  const token = options.controlToken
  const simulators = await withOwnSimulators(options.simulator)
  const settings = await settingsOf(options, simulators, config)
  if (url !== undefined) {
    const stray = OF_OWN.find((name) => flags[name] !== undefined)
    if (stray) throw new UsageError(`--${stray} is for a twin of its own: leave it out with --url.`)
    checkServerUrl(url)
    if (tenant !== undefined) checkTenantName(tenant)
    const known = withAllSettings(simulators, settings)
    return { twin: reachTwin({ url, tenant, controlToken: token, simulators: known }), token }
  }
  if (tenant !== undefined) throw new UsageError('--tenant is of a running server: give its --url as well.')
  const harness = {
    simulators,
    seed: options.seed,
    // An agent thinks for minutes: time must not pass meanwhile, unless somebody wants it to.
    clock: parseClock(options.clock ?? 'manual'),
    ...(options.now !== undefined && { now: options.now }),
    ...(settings !== undefined && { settings }),
  }
  const log = { exchange() {}, defect }
  return { twin: await startTwin({ harness, port: options.port, controlToken: token, log }), token }
}

/** Those that were given. A list that is empty was not. */
function given<N extends keyof McpFlags>(flags: McpFlags, ...names: N[]): Pick<McpFlags, N> {
  const entries = names
    .map((name) => [name, flags[name]] as const)
    .filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))
  return Object.fromEntries(entries) as Pick<McpFlags, N>
}
