/** `tvilling mcp`: lets an agent control a twin, over the Model Context Protocol. */
import { UsageError } from '../../src/control/usage-error.ts'
import { wholeNumber } from '../cli/flags.ts'
import { withOwnSimulators } from '../cli/load-simulators.ts'
import { parseClock } from '../cli/serve.ts'
import { readSettings } from '../cli/settings-file.ts'
import type { Terminal } from '../cli/terminal.ts'
import { untilStopped } from '../cli/until-stopped.ts'
import { readServeOptions } from '../config/read-serve-options.ts'
import { checkTenantName } from '../tenants/address.ts'
import { createMcpServer } from './mcp-server.ts'
import { loadSdk } from './sdk.ts'
import { checkServerUrl, reachTwin, startTwin, type Twin } from './twin.ts'

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
  const { url, tenant, port = '0', simulator = [] } = flags
  const environment = io.env ?? process.env
  const {
    settings,
    controlToken: token,
    ...options
  } = await readServeOptions(
    {
      port,
      clock: flags.clock ?? environment['TVILLING_CLOCK'] ?? 'manual',
      ...(simulator.length > 0 && { simulator }),
      ...given(flags, 'seed', 'now', 'settings', 'controlToken'),
    },
    environment,
  )
  const simulators = await withOwnSimulators(options.simulator)
  const chosen = { simulator: [...options.simulator], ...(typeof settings === 'string' && { settings }) }
  if (url !== undefined) {
    const stray = OF_OWN.find((name) => flags[name] !== undefined)
    if (stray) throw new UsageError(`--${stray} is for a twin of its own: leave it out with --url.`)
    checkServerUrl(url)
    if (tenant !== undefined) checkTenantName(tenant)
    return { twin: reachTwin({ url, tenant, controlToken: token, simulators, chosen }), token }
  }
  if (tenant !== undefined) throw new UsageError('--tenant is of a running server: give its --url as well.')
  const harness = {
    simulators,
    seed: options.seed,
    clock: parseClock(options.clock),
    ...(options.now !== undefined && { now: options.now }),
    ...(typeof settings === 'string' && { settings: await readSettings(settings, simulators) }),
  }
  const log = { exchange() {}, defect }
  return { twin: await startTwin({ harness, chosen, port: options.port, controlToken: token, log }), token }
}

function given<N extends keyof McpFlags>(flags: McpFlags, ...names: N[]): Pick<McpFlags, N> {
  const entries = names.filter((name) => flags[name] !== undefined).map((name) => [name, flags[name]])
  return Object.fromEntries(entries) as Pick<McpFlags, N>
}
