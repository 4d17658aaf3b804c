/** Verifies an implementation of an API: runs all checks, validates each answer, and writes the report. */

import type { Contract } from '../../src/contract/contract.ts'
import { createShapes } from '../../src/contract/shape.ts'
import type { Control } from '../../src/control/control.ts'
import { unknownName } from '../../src/control/nearest.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import { systemWall } from '../../src/harness/clock.ts'
import { randomSecret } from '../../src/harness/random.ts'
import { Mismatch, Unreached } from '../../src/simulator/check.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import type { Check, Credentials, VerificationPlan } from '../../src/simulator/verification.ts'
import { createContractGrounds } from '../verdicts/grounds.ts'
import { createVerdicts, type Verdicts } from '../verdicts/verdicts.ts'
import { createAnswerValidator } from './answer-validator.ts'
import type { ApiUnderTest } from './api-under-test.ts'
import { verdictOnCheck } from './check-verdict.ts'
import { forceMissing } from './forced.ts'
import { propertyChecks } from './properties.ts'
import { createReceivers, type ReceiverOptions, validateMessages } from './receiver.ts'
import { createReportBuilder, type Item, type ReportBuilder, type Score, scoreOf } from './report.ts'
import { createServedNames } from './served-names.ts'
import { greet, standardChecks } from './standard.ts'
import { createTarget, type TargetOptions } from './target.ts'
import { createVerifySession, type RunnableVerifySession } from './verify-session.ts'

export interface VerifyOptions {
  /** The simulator of the API; its contract and its verification plan count. */
  simulator: Simulator
  /** Origin of the implementation, possibly with a path, that precedes the contract's paths. */
  url: string
  tokenUrl?: string | undefined
  fetch?: TargetOptions['fetch']
  /** Control of the target, if it is a Tvilling server: for checks that need time to pass or a fault. */
  control?: Control | undefined
  environment?: string | undefined
  /** By role; the ready-made clients of a Tvilling server if it is left out. */
  credentials?: Readonly<Record<string, Credentials>> | undefined
  /** Replaces subjects of the plan. */
  subjects?: Readonly<Record<string, string>> | undefined
  readOnly?: boolean
  /** Milliseconds to wait in total for a target whose clock cannot be moved. */
  patience?: number
  seed?: number
  /** Generated cases of each property. */
  runs?: number
  /** Whether an assumption of ours that is wrong counts as a failure. */
  strict?: boolean
  /** Where the target reaches the receiver of its webhooks. */
  receiver?: ReceiverOptions
  /** Which checks are run and reported; all if it is left out. */
  only?: (check: Check) => boolean
  /** Hears how many checks of how many are done. */
  onStep?: (done: number, of: number) => void
}

/** The result of a run: every documented status and check with its outcome. */
export interface Report {
  api: string
  title: string
  version: string
  url: string
  environment: string
  readOnly: boolean
  controlled: boolean
  strict: boolean
  seed: number
  runs: number
  requests: number
  milliseconds: number
  score: Score
  items: Item[]
}

const DEFAULT_RUNS = 25

/** @throws UsageError if an option names something that the API does not have, or if nothing answers at the URL. */
export async function verify(options: VerifyOptions): Promise<Report> {
  const { simulator, url, readOnly = false, patience = 0, runs = DEFAULT_RUNS, strict = false } = options
  const { name: api, contract, validator } = simulator
  const plan = await planOf(simulator)
  const { environment = plan.environments[0], seed = 1 } = options
  if (!plan.environments.includes(environment)) {
    throw unknownName(`environment of ${api}`, environment, plan.environments)
  }
  const started = systemWall.now()
  const control = readOnly ? undefined : options.control
  const grounds = createContractGrounds(contract, simulator.facts)
  const shapes = createShapes(contract.document)
  const names = createServedNames(contract, plan.webhooks?.eventOf)
  const subject = { api, plan, contract, validator, shapes, names, grounds }
  const verdicts = createVerdicts(simulator, plan)
  const findingsOf = createAnswerValidator(contract, validator, verdicts)
  const fc = await import('fast-check')
  const checks = [
    ...plan.checks,
    ...standardChecks(subject),
    ...propertyChecks(fc, subject, { seed, runs, findingsOf }),
  ].filter(options.only ?? (() => true))
  const report = createReportBuilder(contract, checks, plan.webhooks ? [...contract.events.keys()] : [])
  const receivers = createReceivers(receiverOptions(options), names)
  let forced = false
  const session = createVerifySession({
    api,
    plan,
    contract,
    target: createTarget({
      names,
      url,
      tokenUrl: options.tokenUrl,
      fetch: options.fetch ?? ((address, init) => fetch(address, init)),
    }),
    environment,
    credentials: credentialsOf(subject, options.credentials),
    subjects: subjectsOf(subject, options.subjects),
    control,
    receivers,
    names,
    readOnly,
    patience,
    salt: randomSecret(),
    onExchange: (exchange) => report.answered(exchange, findingsOf(exchange), forced),
  })

  const running = { session, report, readOnly, contract, verdicts }
  try {
    await greet(subject, session)
    for (const [index, check] of checks.entries()) {
      await run(check, running)
      options.onStep?.(index + 1, checks.length)
    }
    forced = true
    if (control) await forceMissing(subject, session, control, report)
  } finally {
    await receivers.close()
  }
  if (plan.webhooks) validateMessages(receivers.all(), plan.webhooks, validator, verdicts, report)

  const items = report.items()
  return {
    api,
    title: contract.title,
    version: contract.version,
    url,
    environment,
    readOnly,
    controlled: control !== undefined,
    strict,
    seed,
    runs,
    requests: report.count(),
    milliseconds: systemWall.now() - started,
    score: scoreOf(items, strict),
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

interface Running {
  session: RunnableVerifySession
  report: ReportBuilder
  readOnly: boolean
  contract: Contract
  verdicts: Verdicts
}

async function run(check: Check, { session, report, readOnly, contract, verdicts }: Running): Promise<void> {
  const { operations } = contract
  const before = report.count()
  const exercised = () => report.count() - before
  const writes = operations.find(
    ({ id, method, scopes }) => scopes !== undefined && method !== 'GET' && check.operations.includes(id),
  )
  if (readOnly && writes) {
    const reason = `it calls ${writes.id}, which writes, and --read-only was asked for`
    report.ended(check, 'unreached', 0, { reason })
    return
  }
  try {
    await check.run(session)
    // A check without a request has shown nothing.
    report.ended(check, exercised() > 0 ? 'held' : 'unreached', exercised())
  } catch (error) {
    if (error instanceof Unreached) report.ended(check, 'unreached', exercised(), { reason: error.message })
    else if (error instanceof Mismatch) {
      const { message, exchange } = error
      const verdict = verdictOnCheck(check, error, contract, verdicts)
      report.ended(check, 'failed', exercised(), { reason: `wanted: ${message}`, exchange, verdict })
    } else if (error instanceof UsageError) throw error
    else {
      const verdict = verdicts.onFacts(check.facts ?? [])
      report.ended(check, 'failed', exercised(), { reason: unreadable(error as Error), verdict })
    }
  } finally {
    await session.endCheck()
  }
}

/** The reason if an answer is so far from its schema that the check itself fails on it. */
const unreadable = ({ message }: Error) => `an answer was not of the shape that is promised: ${message}`

/** The target reaches us if it is on this machine, or in this process. */
function receiverOptions({ url, fetch, receiver = {} }: VerifyOptions): ReceiverOptions {
  const isHere = /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(url).hostname)
  return { reachable: fetch !== undefined || isHere, ...receiver }
}

function credentialsOf(
  { api, plan }: Pick<ApiUnderTest, 'api' | 'plan'>,
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

function subjectsOf(
  { api, plan }: Pick<ApiUnderTest, 'api' | 'plan'>,
  given: VerifyOptions['subjects'] = {},
): Map<string, string> {
  const known = Object.keys(plan.subjects)
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) throw unknownName(`subject of ${api}`, name, known)
  }
  return new Map(Object.entries({ ...plan.subjects, ...given }))
}
