/** The verdict on a check that did not hold. */
import type { Contract } from '../../src/contract/contract.ts'
import type { Mismatch } from '../../src/simulator/check.ts'
import { together, type Verdict } from '../verdicts/verdict.ts'
import type { Verdicts } from '../verdicts/verdicts.ts'
import type { GroundedCheck } from './api-under-test.ts'

/**
 * By the weakest of the facts that the check proves. Where an answer had another status than it should, also by what its
 * request rests on: a path or a name that we assumed can be another one.
 */
export function verdictOnCheck(
  { facts = [], ground }: GroundedCheck,
  { exchange, details }: Mismatch,
  { operations }: Contract,
  verdicts: Verdicts,
): Verdict {
  const given = details.ground ?? (details.facts ? undefined : ground)
  const rule = given ? verdicts.onGround(given) : verdicts.onFacts(details.facts ?? facts)
  const operation = operations.find(({ id }) => id === exchange?.operation)
  if (!exchange || !operation || details.wanted === undefined) return rule
  const schema = operation.body?.content[0]?.schema?.pointer
  const body = parsed(exchange.request.body)
  const sent = schema !== undefined && body !== undefined ? { schema, body } : undefined
  const status = verdicts.onStatus(exchange.response.status, details.wanted, operation, sent)
  if (status.class === 'promise') return rule
  return rule.class === 'promise' ? status : together([rule, status])
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
