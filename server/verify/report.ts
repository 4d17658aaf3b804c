/** The report of a run: every documented status and every check, with its outcome. */
import type { Contract } from '../../src/contract/contract.ts'
import type { Check, TargetExchange } from '../../src/simulator/verification.ts'
import { together, type Verdict } from '../verdicts/verdict.ts'
import type { Finding } from './answer-validator.ts'
import { type Excerpt, excerptOf } from './exchange.ts'

export type Outcome = 'held' | 'failed' | 'unreached'

/** One thing that the contract documents: a status of an operation, a webhook event, or a check. */
export interface Item {
  /** An operation, `ANY_PATH` or `WEBHOOKS`. */
  operation: string
  kind: 'answer' | 'check' | 'event'
  /** The status, the event, or the name of the check. */
  name: string
  outcome: Outcome
  /** Ids of the facts that a check proves. */
  facts?: readonly string[]
  /** Of what failed: whether the provider broke a promise, or our assumption is wrong. */
  verdict?: Verdict
  /** How many answers it rests on. */
  exercised: number
  /** Whether only a declared fault caused it. */
  forced: boolean
  /** Why it failed, or was not reached. */
  reasons: string[]
  example?: Excerpt
}

/** Lists the answers to unknown paths and methods. */
export const ANY_PATH = '(any path)'

/** Lists the messages of webhooks. */
export const WEBHOOKS = '(webhooks)'

export interface Score {
  held: number
  /** What breaks a promise of the provider. */
  failed: number
  /** What shows that an assumption of ours is wrong; it does not lower the percentage unless `strict`. */
  assumed: number
  unreached: number
  total: number
  /** Rounded down, so that only a perfect score is 100. */
  percent: number
}

export interface ReportBuilder {
  /** Adds an answer, with how it breaks the contract. */
  answered(exchange: TargetExchange, findings: readonly Finding[], forced: boolean): void
  /** Adds a webhook message, with how it breaks the contract. */
  received(event: string, findings: readonly Finding[], text: string): void
  ended(check: Check, outcome: Outcome, exercised: number, why?: Why): void
  /** Documented statuses of an operation that no answer has had yet. */
  missing(operation: string): number[]
  count(): number
  items(): Item[]
}

/** Why a check did not hold. */
export interface Why {
  reason: string
  exchange?: TargetExchange | undefined
  verdict?: Verdict
}

/** Reasons of an item beyond this many are not shown. */
const REASONS = 5

/** Starts with every documented status and check as "never reached", so that skipping cannot raise the score. */
export function createReportBuilder(
  contract: Contract,
  checks: readonly Check[],
  events: readonly string[] = [],
): ReportBuilder {
  const items = new Map<string, Item>()
  let answers = 0
  const add = (operation: string, kind: Item['kind'], name: string) => {
    const item: Item = {
      operation,
      kind,
      name,
      outcome: 'unreached',
      exercised: 0,
      forced: false,
      reasons: [],
    }
    items.set(`${operation} ${kind} ${name}`, item)
    return item
  }
  for (const { id, answers } of contract.operations) {
    for (const status of answers.keys()) add(id, 'answer', status)
  }
  for (const status of contract.unmatched.keys()) add(ANY_PATH, 'answer', status)
  for (const event of events) add(WEBHOOKS, 'event', event)
  for (const { operations, name, facts = [] } of checks) {
    const item = add(operations[0] ?? ANY_PATH, 'check', name)
    if (facts.length > 0) item.facts = facts
  }

  return {
    answered(exchange, findings, forced) {
      answers += 1
      const operation = exchange.operation ?? ANY_PATH
      const status = String(exchange.response.status)
      const item = items.get(`${operation} answer ${status}`) ?? add(operation, 'answer', status)
      item.exercised += 1
      item.forced = forced && (item.exercised === 1 || item.forced)
      note(item, findings)
      if (findings.length > 0) item.example ??= excerptOf(exchange)
    },

    received(event, findings, text) {
      const item = items.get(`${WEBHOOKS} event ${event}`) ?? add(WEBHOOKS, 'event', event)
      item.exercised += 1
      note(item, findings)
      if (findings.length > 0) item.example ??= { request: text, response: '' }
    },

    ended(check, outcome, exercised, why) {
      const item = items.get(`${check.operations[0] ?? ANY_PATH} check ${check.name}`)
      if (!item) return
      Object.assign(item, { outcome, exercised, reasons: why === undefined ? [] : [why.reason] })
      if (why?.verdict) item.verdict = why.verdict
      if (why?.exchange) item.example = excerptOf(why.exchange)
    },

    missing: (operation) =>
      [...items.values()]
        .filter((item) => item.operation === operation && item.kind === 'answer' && item.exercised === 0)
        .map(({ name }) => Number(name)),

    count: () => answers,

    items: () => [...items.values()],
  }
}

function note(item: Item, findings: readonly Finding[]): void {
  if (findings.length === 0) {
    if (item.outcome === 'unreached') item.outcome = 'held'
    return
  }
  item.outcome = 'failed'
  item.verdict = together([
    ...(item.verdict ? [item.verdict] : []),
    ...findings.map(({ verdict }) => verdict),
  ])
  for (const { text, verdict } of findings) {
    if (item.reasons.includes(text)) continue
    // What breaks a promise is shown in any case.
    if (verdict.class === 'promise') item.reasons.unshift(text)
    else item.reasons.push(text)
  }
  item.reasons.splice(REASONS)
}

export const isAssumption = ({ outcome, verdict }: Item): boolean =>
  outcome === 'failed' && verdict?.class === 'assumption'

/** @param strict whether an assumption of ours that is wrong lowers the percentage. */
export function scoreOf(items: readonly Item[], strict = false): Score {
  const count = (outcome: Outcome) => items.filter((item) => item.outcome === outcome).length
  const held = count('held')
  const assumed = items.filter(isAssumption).length
  const counted = items.length - (strict ? 0 : assumed)
  const percent = counted === 0 ? 0 : Math.floor((1_000 * held) / counted) / 10
  const failed = count('failed') - assumed
  return { held, failed, assumed, unreached: count('unreached'), total: items.length, percent }
}
