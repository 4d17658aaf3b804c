/** The report of a run: every documented status and every check, with its outcome. */
import type { Contract } from '../../src/contract/contract.ts'
import type { Check, TargetExchange } from '../../src/simulator/verification.ts'
import { type Excerpt, excerptOf } from './exchange.ts'

export type Outcome = 'held' | 'failed' | 'unreached'

/** One thing that the contract documents: a status of an operation, or a check. */
export interface Item {
  /** An operation, or `ANY_PATH`. */
  operation: string
  kind: 'answer' | 'check'
  /** The status, or the name of the check. */
  name: string
  outcome: Outcome
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

export interface Score {
  held: number
  failed: number
  unreached: number
  total: number
  /** Rounded down, so that only a perfect score is 100. */
  percent: number
}

export interface ReportBuilder {
  /** Adds an answer, with how it breaks the contract. */
  answered(exchange: TargetExchange, violations: readonly string[], forced: boolean): void
  ended(check: Check, outcome: Outcome, exercised: number, reason?: string, exchange?: TargetExchange): void
  /** Documented statuses of an operation that no answer has had yet. */
  missing(operation: string): number[]
  count(): number
  items(): Item[]
}

/** Reasons of an item beyond this many are not shown. */
const REASONS = 5

/** Starts with every documented status and check as "never reached", so that skipping cannot raise the score. */
export function createReportBuilder(contract: Contract, checks: readonly Check[]): ReportBuilder {
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
  for (const { operations, name } of checks) add(operations[0] ?? ANY_PATH, 'check', name)

  return {
    answered(exchange, violations, forced) {
      answers += 1
      const operation = exchange.operation ?? ANY_PATH
      const status = String(exchange.response.status)
      const item = items.get(`${operation} answer ${status}`) ?? add(operation, 'answer', status)
      item.exercised += 1
      item.forced = forced && (item.exercised === 1 || item.forced)
      if (violations.length === 0) {
        if (item.outcome === 'unreached') item.outcome = 'held'
        return
      }
      item.outcome = 'failed'
      item.example ??= excerptOf(exchange)
      for (const violation of violations) {
        if (item.reasons.length < REASONS && !item.reasons.includes(violation)) item.reasons.push(violation)
      }
    },

    ended(check, outcome, exercised, reason, exchange) {
      const item = items.get(`${check.operations[0] ?? ANY_PATH} check ${check.name}`)
      if (!item) return
      Object.assign(item, { outcome, exercised, reasons: reason === undefined ? [] : [reason] })
      if (exchange) item.example = excerptOf(exchange)
    },

    missing: (operation) =>
      [...items.values()]
        .filter((item) => item.operation === operation && item.kind === 'answer' && item.exercised === 0)
        .map(({ name }) => Number(name)),

    count: () => answers,

    items: () => [...items.values()],
  }
}

export function scoreOf(items: readonly Item[]): Score {
  const count = (outcome: Outcome) => items.filter((item) => item.outcome === outcome).length
  const held = count('held')
  const percent = items.length === 0 ? 0 : Math.floor((1_000 * held) / items.length) / 10
  return { held, failed: count('failed'), unreached: count('unreached'), total: items.length, percent }
}
