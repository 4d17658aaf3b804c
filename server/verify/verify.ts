/** Verification of any implementation of an API: drives it, judges each answer, and keeps the account. */

import type { Contract } from '../../src/contract/contract.ts'
import type { Control } from '../../src/control/control.ts'
import { unknownName } from '../../src/control/nearest.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import { systemWall } from '../../src/harness/clock.ts'
import { randomSecret } from '../../src/harness/random.ts'
import { Mismatch, Unreached } from '../../src/simulator/check.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import type { Check, Credentials, VerificationPlan } from '../../src/simulator/verification.ts'
import { forceMissing } from './forced.ts'
import { createJudge } from './judge.ts'
import { propertyChecks } from './properties.ts'
import { type Item, openReport, type ReportBuilder, type Score, scoreOf } from './report.ts'
import { greet, type Subject, standardChecks } from './standard.ts'
import { createTarget, type TargetOptions } from './target.ts'
import { createVerifySession, type HostedVerifySession } from './verify-session.ts'

export interface VerifyOptions {
  /** Whose contract and plan count. */
  simulator: Simulator
  /** Origin of the implementation, perhaps with a path, before the contract's paths. */
  url: string
  tokenUrl?: string | undefined
  fetch?: TargetOptions['fetch']
  /** Of the target, if it is a Tvilling server: reaches what only time, or a fault, leads to. */
  control?: Control | undefined
  environment?: string | undefined
  /** By role. Without any, the ready-made clients of a Tvilling server. */
  credentials?: Readonly<Record<string, Credentials>> | undefined
  /** Replace those of the plan. */
  subjects?: Readonly<Record<string, string>> | undefined
  readOnly?: boolean
  /** How long to wait, in all, for a target whose time cannot be moved; milliseconds. */
  patience?: number
  seed?: number
  /** Cases of each property. */
  runs?: number
}

/** What became of all that the contract documents. */
export interface Report {
  api: string
  title: string
  version: string
  url: string
  environment: string
  readOnly: boolean
  controlled: boolean
  seed: number
  runs: number
  requests: number
  milliseconds: number
  score: Score
  items: Item[]
}

const DEFAULT_RUNS = 25

/** @throws UsageError when an option names what the API does not have. */
export async function verify(options: VerifyOptions): Promise<Report> {
  const { simulator, url, readOnly = false, patience = 0, runs = DEFAULT_RUNS } = options
  const { name: api, contract, validator } = simulator
  const plan = await planOf(simulator)
  const { environment = plan.environments[0], seed = 1 } = options
  if (!plan.environments.includes(environment)) {
    throw unknownName(`environment of ${api}`, environment, plan.environments)
  }
  const started = systemWall.now()
  const control = readOnly ? undefined : options.control
  const subject = { api, plan, contract, validator }
  const faultsOf = createJudge(contract, validator)
  const fc = await import('fast-check')
  const checks = [
    ...plan.checks,
    ...standardChecks(subject),
    ...propertyChecks(fc, subject, { seed, runs, faultsOf }),
  ]
  const ledger = openReport(contract, checks)
  let forced = false
  const visit = createVerifySession({
    plan,
    contract,
    target: createTarget({
      contract,
      url,
      tokenUrl: options.tokenUrl,
      fetch: options.fetch ?? ((address, init) => fetch(address, init)),
    }),
    environment,
    credentials: credentialsOf(subject, options.credentials),
    subjects: subjectsOf(subject, options.subjects),
    control,
    readOnly,
    patience,
    salt: randomSecret(),
    heard: (exchange) => ledger.answered(exchange, faultsOf(exchange), forced),
  })

  await greet(subject, visit)
  for (const check of checks) await run(check, visit, ledger, readOnly, subject.contract)
  forced = true
  if (control) await forceMissing(subject, visit, control, ledger)

  const items = ledger.items()
  return {
    api,
    title: contract.title,
    version: contract.version,
    url,
    environment,
    readOnly,
    controlled: control !== undefined,
    seed,
    runs,
    requests: ledger.count(),
    milliseconds: systemWall.now() - started,
    score: scoreOf(items),
    items,
  }
}

/**
 * How an implementation of a simulator's API is driven.
 * @throws UsageError if the simulator does not say it.
 */
export async function planOf({ name, definition }: Simulator): Promise<VerificationPlan> {
  const loaded = await definition.verification?.()
  if (loaded) return loaded.verification
  throw new UsageError(`${name} cannot be verified: its simulator has no verification. See mocks/README.md.`)
}

async function run(
  check: Check,
  visit: HostedVerifySession,
  ledger: ReportBuilder,
  readOnly: boolean,
  { operations }: Contract,
): Promise<void> {
  const before = ledger.count()
  const exercised = () => ledger.count() - before
  const writes = operations.find(
    ({ id, method, scopes }) => scopes !== undefined && method !== 'GET' && check.operations.includes(id),
  )
  if (readOnly && writes) {
    ledger.ended(check, 'unreached', 0, `it calls ${writes.id}, which writes, and --read-only was asked for`)
    return
  }
  try {
    await check.run(visit)
    // Nothing holds that was not tried.
    ledger.ended(check, exercised() > 0 ? 'held' : 'unreached', exercised())
  } catch (error) {
    if (error instanceof Unreached) ledger.ended(check, 'unreached', exercised(), error.message)
    else if (error instanceof Mismatch) {
      ledger.ended(check, 'failed', exercised(), `wanted: ${error.message}`, error.exchange)
    } else if (error instanceof UsageError) throw error
    else ledger.ended(check, 'failed', exercised(), unreadable(error as Error))
  } finally {
    await visit.endCheck()
  }
}

/** An answer so far from its schema that what follows from it cannot be asked. */
const unreadable = ({ message }: Error) => `an answer was not of the shape that is promised: ${message}`

function credentialsOf(
  { api, plan }: Subject,
  given: VerifyOptions['credentials'],
): Map<string, Credentials> {
  const roles = Object.entries(plan.roles)
  const known = roles.map(([role]) => role)
  for (const role of Object.keys(given ?? {})) {
    if (!known.includes(role)) throw unknownName(`client of ${api}`, role, known)
  }
  if (given) return new Map(Object.entries(given))
  return new Map(roles.map(([role, { ready }]) => [role, { id: ready, secret: ready }]))
}

function subjectsOf({ api, plan }: Subject, given: VerifyOptions['subjects'] = {}): Map<string, string> {
  const known = Object.keys(plan.subjects)
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) throw unknownName(`subject of ${api}`, name, known)
  }
  return new Map(Object.entries({ ...plan.subjects, ...given }))
}
