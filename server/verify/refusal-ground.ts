/** What it rests on that a wrong request is refused with its status. */
import type { Parameter } from '../../src/contract/contract.ts'
import { type Ground, readGround, weakest } from '../../src/contract/evidence.ts'
import type { MessageFault } from '../../src/contract/message-fault.ts'
import type { ApiUnderTest } from './api-under-test.ts'

/** Of a body that the schema forbids: on the rule that it breaks, and on what the plan says of such refusals. */
export function groundOfRefusal(
  { plan, grounds }: ApiUnderTest,
  faults: readonly MessageFault[],
): Ground | undefined {
  const rules = faults.map(({ evidence }) => readGround(evidence))
  // A provider that lets pass what its own document forbids breaks that, whatever else is wrong with the body.
  const rule = rules.find((ground) => ground?.evidence !== 'assumed') ?? weakest(rules)
  return weakest([rule, grounds.facts(plan.refusals.facts?.schema ?? [])])
}

/** Of a parameter that its schema forbids. */
export function groundOfParameter({ plan, grounds }: ApiUnderTest, parameter: Parameter): Ground | undefined {
  const own = plan.refusals.parameters?.[parameter.name] === undefined
  const facts = own ? (plan.refusals.facts?.schema ?? []) : []
  return weakest([grounds.parameter(parameter), grounds.facts(facts)])
}

/** Of a body that cannot be read. */
export function groundOfUnreadable({ plan, grounds }: ApiUnderTest): Ground | undefined {
  return grounds.facts(plan.refusals.facts?.unreadable ?? [])
}
