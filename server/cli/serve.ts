/** `tvilling serve`: runs the simulators as a server until a signal stops it. */
import type { Control } from '../../src/control/control.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import type { HarnessOptions } from '../../src/harness/harness.ts'
import type { AllSettings } from '../../src/simulator/apply-settings.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import type { ConfigFile } from '../config/config-file.ts'
import { readServeOptions } from '../config/read-serve-options.ts'
import { readTenantToken } from '../http/control-tokens.ts'
import { type CommandLog, createLog } from '../http/log.ts'
import { startServer } from '../http/server.ts'
import type { Traces } from '../telemetry/spans.ts'
import { wantsTraces } from '../telemetry/trace-settings.ts'
import { DEFAULT_TENANT } from '../tenants/address.ts'
import { parseStoreLocation } from '../tenants/stores.ts'
import { withOwnSimulators } from './load-simulators.ts'
import type { GivenFlags } from './option-flags.ts'
import { startScreen } from './screen.ts'
import type { ServeOptions } from './serve-options.ts'
import { readSettings } from './settings-file.ts'
import type { Terminal } from './terminal.ts'
import { untilStopped } from './until-stopped.ts'

/** Resolves with the exit code after the server has stopped. */
export async function serve(flags: GivenFlags & { config?: string }, io: Terminal): Promise<number> {
  const environment = io.env ?? process.env
  const { options, config } = await readServeOptions({ flags, environment, folder: process.cwd() })
  const { log: format } = options
  const log = await createLog(format, io.out)
  if (config) log.announce(`configuration ${config.file}`, { file: config.file })
  const simulators = await withOwnSimulators(options.simulator)
  const settings = await settingsOf(options, simulators, config)
  const server = await startServer({
    port: options.port,
    host: options.host,
    store: parseStoreLocation(options.store),
    maxTenants: options.maxTenants,
    trustProxy: options.trustProxy,
    log,
    ...(await tracesFor(simulators, log)),
    requestTimeout: options.requestTimeout,
    tenantTokens: options.tenantToken.map(readTenantToken),
    ...(options.controlToken !== undefined && { controlToken: options.controlToken }),
    ...(options.allowedHosts !== undefined && { allowedHosts: options.allowedHosts }),
    ...(options.openTenants !== undefined && { openTenants: options.openTenants }),
    ...(options.webhookHosts !== undefined && { webhookHosts: options.webhookHosts }),
    harness: {
      simulators,
      seed: options.seed,
      clock: parseClock(options.clock),
      webhooks: { kept: options.keptDeliveries },
      ...(options.now !== undefined && { now: options.now }),
      ...(settings !== undefined && { settings }),
    },
  })
  try {
    const control = await server.tenants.get(DEFAULT_TENANT)
    for (const scenario of options.scenario) await loadScenario(control, scenario, log)
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

/** Nobody else knows a token that the server has made: it is shown whatever else is. */
function showToken(controlToken: string, format: 'json' | 'silent', io: Terminal, log: CommandLog): void {
  if (format === 'silent') io.error(`control token ${controlToken}\n`)
  else log.announce('control token', { controlToken })
}

async function settingsOf(
  { settings }: ServeOptions,
  simulators: readonly Simulator[],
  config: ConfigFile | undefined,
): Promise<AllSettings | undefined> {
  if (typeof settings === 'string') return readSettings(settings, simulators)
  if (settings === undefined || config === undefined) return undefined
  const { checkInlineSettings } = await import('../config/inline-settings.ts')
  return checkInlineSettings(settings, simulators, config)
}

/** The table of options has the forms. */
function parseClock(text: string): NonNullable<HarnessOptions['clock']> {
  if (text === 'manual') return { mode: 'manual' }
  return text === 'real' ? { mode: 'real' } : { mode: 'real', factor: Number(text.slice(1)) }
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
