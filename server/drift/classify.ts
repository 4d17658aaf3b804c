/** The verdict on each difference: the service breaks a promise, or the twin answers by an assumption that is wrong. */

import type { Operation } from '../../src/contract/contract.ts'
import { createGrounds, readGround } from '../../src/contract/evidence.ts'
import { pointerSteps } from '../../src/contract/json-pointer.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { headerOf, type WireMessage } from '../proxy/personal/message.ts'
import { together, type Verdict } from '../verdicts/verdict.ts'
import { createVerdicts, type Verdicts } from '../verdicts/verdicts.ts'
import { ABSENT, type ValueDifference } from './compare.ts'

export type Classify = (
  simulator: Simulator,
  operation: Operation,
  recorded: WireMessage,
  twin: WireMessage,
  differences: readonly ValueDifference[],
) => ValueDifference[]

export async function createClassify(simulators: readonly Simulator[]): Promise<Classify> {
  const loaded = await Promise.all(
    simulators.map(async (simulator) => {
      const plan = (await simulator.definition.verification?.())?.verification
      return [simulator.name, createVerdicts(simulator, plan)] as const
    }),
  )
  const known = new Map<string, Verdicts>(loaded)
  return (simulator, operation, recorded, twin, differences) => {
    const verdicts = known.get(simulator.name)
    if (!verdicts) return [...differences]
    const rule = ruleOf(simulator, operation, twin, verdicts)
    return differences.map((difference) => ({
      ...difference,
      verdict: verdictOn(
        difference,
        operation,
        recorded.response.status,
        sentIn(recorded, operation),
        rule,
        verdicts,
      ),
    }))
  }
}

interface Sent {
  schema: string
  body: unknown
}

function sentIn({ request: { body } }: WireMessage, operation: Operation): Sent | undefined {
  const schema = operation.body?.content[0]?.schema?.pointer
  if (schema === undefined || !('bytes' in body)) return undefined
  try {
    return { schema, body: JSON.parse(body.bytes.toString('utf8')) }
  } catch {
    return undefined
  }
}

function verdictOn(
  { pointer, recorded, twin }: ValueDifference,
  operation: Operation,
  status: number,
  sent: Sent | undefined,
  rule: Verdict,
  verdicts: Verdicts,
): Verdict {
  const [part, ...steps] = pointerSteps(pointer)
  if (part === 'status') {
    const verdict = verdicts.onStatus(Number(recorded), Number(twin), operation, sent)
    return weaker(verdict, rule)
  }
  const name = steps.join('/')
  if (part === 'headers') {
    const kind = name === 'content-type' ? ('media-type' as const) : ('header' as const)
    return verdicts.onAnswer({ part: kind, field: name, message: '' }, operation, status)
  }
  const schema = operation.answers.get(String(status))?.content[0]?.schema?.pointer
  if (schema === undefined)
    return weaker(verdicts.onAnswer({ part: 'body', field: '', message: '' }, operation, status), rule)
  const kind = recorded === ABSENT ? 'missing' : twin === ABSENT ? 'extra' : 'word'
  return weaker(verdicts.onValue(schema, steps, operation, status, kind), rule)
}

/** If one of them is an assumption, the twin could not know. */
function weaker(one: Verdict, other: Verdict): Verdict {
  if (one.class === 'promise') return other
  return other.class === 'promise' ? one : together([one, other])
}

/** What the code of the twin says of its answer, besides what the contract says of it. */
function ruleOf(
  { contract }: Simulator,
  operation: Operation,
  { response }: WireMessage,
  verdicts: Verdicts,
): Verdict {
  const said = /^assumed \((.*)\)$/.exec(headerOf(response.headers, 'x-tvilling-evidence') ?? '')?.[1]
  const byContract = createGrounds(contract).of(operation, String(response.status))
  const own = readGround(`assumed ${said ?? ''}`)?.facts.filter((fact) => !byContract?.facts.includes(fact))
  return said === undefined || !own || own.length === 0
    ? verdicts.onGround(undefined)
    : verdicts.onGround({ evidence: 'assumed', facts: own })
}
