/** `tvilling serve`: runs the simulators as a server until a signal stops it. */
import type { Control } from '../../src/control/control.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import { parseDuration } from '../../src/harness/clock.ts'
import type { HarnessOptions } from '../../src/harness/harness.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { readTenantToken } from '../http/control-tokens.ts'
import { readAllowedHosts } from '../http/doors.ts'
import { type CommandLog, createLog, type LogFormat } from '../http/log.ts'
import { startServer } from '../http/server.ts'
import type { Traces } from '../telemetry/spans.ts'
import { wantsTraces } from '../telemetry/trace-settings.ts'
import { DEFAULT_TENANT } from '../tenants/address.ts'
import { parseStoreLocation } from '../tenants/stores.ts'
import { wholeNumber } from './flags.ts'
import { withOwnSimulators } from './load-simulators.ts'
import { startScreen } from './screen.ts'
import { readSettings } from './settings-file.ts'
import type { Terminal } from './terminal.ts'
import { tlsFor } from './tls-flags.ts'
import { untilStopped } from './until-stopped.ts'

export interface ServeFlags {
  port: string
  host: string
  seed: string
  now?: string
  clock: string
  store: string
  maxTenants: string
  keptDeliveries: string
  scenario: string[]
  simulator: string[]
  settings?: string
  controlToken?: string
  tenantToken: string[]
  allowedHosts?: string
  openTenants?: boolean
  requestTimeout: string
  webhookHosts?: string
  trustProxy?: boolean
  tls?: string
  tlsFolder?: string
  tlsCert?: string
  tlsKey?: string
  tlsPassphrase?: string
  log: string
}

/** Longer than any request takes; timers count up to 24 days. */
const LONGEST_TIMEOUT = 3_600_000

/** Resolves with the exit code after the server has stopped. */
export async function serve(flags: ServeFlags, io: Terminal): Promise<number> {
  const format = parseLogFormat(flags.log)
  const log = await createLog(format, io.out)
  const simulators = await withOwnSimulators(flags.simulator)
  const server = await startServer({
    port: wholeNumber('--port', flags.port, 65_535),
    host: flags.host,
    store: parseStoreLocation(flags.store),
    maxTenants: wholeNumber('--max-tenants', flags.maxTenants, 1_000_000),
    trustProxy: flags.trustProxy === true,
    ...tlsFor(flags),
    log,
    ...(await tracesFor(simulators, log)),
    requestTimeout: requestTimeoutOf(flags.requestTimeout),
    tenantTokens: flags.tenantToken.map(readTenantToken),
    ...(flags.controlToken !== undefined && { controlToken: flags.controlToken }),
    ...(flags.allowedHosts !== undefined && { allowedHosts: readAllowedHosts(flags.allowedHosts) }),
    ...(flags.openTenants !== undefined && { openTenants: flags.openTenants }),
    ...(flags.webhookHosts !== undefined && { webhookHosts: flags.webhookHosts.split(',').filter(Boolean) }),
    harness: {
      simulators,
      seed: wholeNumber('--seed', flags.seed, Number.MAX_SAFE_INTEGER),
      clock: parseClock(flags.clock),
      webhooks: { kept: wholeNumber('--kept-deliveries', flags.keptDeliveries, Number.MAX_SAFE_INTEGER) },
      ...(flags.now !== undefined && { now: flags.now }),
      ...(flags.settings !== undefined && { settings: await readSettings(flags.settings, simulators) }),
    },
  })
  for (const warning of server.trust?.warnings ?? []) log.announce(warning)
  try {
    const control = await server.tenants.get(DEFAULT_TENANT)
    for (const scenario of flags.scenario) await loadScenario(control, scenario, log)
    if (format === 'pretty') log.announce((await startScreen(server, control, simulators)).trimEnd())
    else if (server.madeToken) showToken(String(server.controlToken), format, io, log)
  } catch (error) {
    await server.close()
    throw error
  }
  const stopped = untilStopped(async () => {
    log.announce('tvilling is stopping')
    await server.close()
    return 0
  })
  // Whoever reads this may send a signal at once.
  log.announce(`tvilling listening on ${server.url}`, { url: server.url })
  return stopped
}

/**
 * Nothing of OpenTelemetry is loaded without an endpoint. The variable may be meant for others on the machine, so that a
 * missing package does not stop the server.
 */
async function tracesFor(simulators: readonly Simulator[], log: CommandLog): Promise<{ traces?: Traces }> {
  if (!wantsTraces(process.env)) return {}
  const { createTraces } = await import('../telemetry/traces.ts')
  try {
    return { traces: await createTraces(simulators) }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    log.announce(error.message)
    return {}
  }
}

function parseLogFormat(text: string): LogFormat {
  if (text === 'pretty' || text === 'json' || text === 'silent') return text
  throw new UsageError(`--log takes pretty, json or silent, not "${text}".`)
}

/** Nobody else knows a token that the server has made: it is shown whatever else is. */
function showToken(controlToken: string, format: 'json' | 'silent', io: Terminal, log: CommandLog): void {
  if (format === 'silent') io.error(`control token ${controlToken}\n`)
  else log.announce('control token', { controlToken })
}

function requestTimeoutOf(text: string): number {
  const duration = parseDuration(text)
  if (duration !== undefined && duration > 0 && duration <= LONGEST_TIMEOUT) return duration
  throw new UsageError(`--request-timeout takes a duration up to an hour, such as PT30S, not "${text}".`)
}

function parseClock(text: string): NonNullable<HarnessOptions['clock']> {
  if (text === 'manual') return { mode: 'manual' }
  if (text === 'real') return { mode: 'real' }
  const factor = Number(/^x(\d+(?:\.\d+)?)$/.exec(text)?.[1])
  if (factor > 0 && factor <= 1_000_000) return { mode: 'real', factor }
  throw new UsageError(`--clock takes real, manual or a factor such as x60, not "${text}".`)
}

/** Loads `name` or `name?parameter=value&…`; a value is read as JSON if possible, or else as text. */
async function loadScenario(control: Control, text: string, log: CommandLog): Promise<void> {
  const [name = '', query = ''] = text.split(/\?(.*)/s)
  const parameters = [...new URLSearchParams(query)].map(([key, value]) => [key, readValue(value)] as const)
  const facts = await control.scenarios.load(name, Object.fromEntries(parameters))
  log.announce(`scenario ${name}: ${JSON.stringify(facts)}`, { scenario: name, facts })
}

function readValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
