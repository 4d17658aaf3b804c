/** The verdict on one finding about an API. */
import type { Operation } from '../../src/contract/contract.ts'
import { type Ground, readGround, weakest } from '../../src/contract/evidence.ts'
import { isLocalTime } from '../../src/contract/local-time.ts'
import type { MessageFault } from '../../src/contract/message-fault.ts'
import type { Violation } from '../../src/http/failure.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import type { VerificationPlan } from '../../src/simulator/verification.ts'
import { createContractGrounds } from './grounds.ts'
import { createSettings, type Spot } from './settings.ts'
import { together, type Verdict, verdictOn } from './verdict.ts'

export interface Verdicts {
  /** On a fault of an answer. */
  onAnswer(fault: MessageFault, operation: Operation | undefined, status: number): Verdict
  /** On a fault of a webhook message. */
  onEvent(fault: MessageFault): Verdict
  /** On a request that breaks the contract, though the provider takes it. */
  onRequest(violation: Violation, operation: Operation): Verdict
  /** On a request to a path that no contract has, though the provider answers it. */
  onPath(method: string, path: string): Verdict
  /** On a status where another one was wanted. */
  onStatus(
    status: number,
    wanted: number,
    operation: Operation,
    sent?: { schema: string; body: unknown },
  ): Verdict
  /** On a value that differs from that of the twin. */
  onValue(
    schema: string,
    steps: readonly string[],
    operation: Operation,
    status: number,
    difference: 'missing' | 'extra' | 'word',
  ): Verdict
  /** On a rule that rests on these facts. */
  onFacts(ids: readonly string[]): Verdict
  /** On a rule that rests on this ground. */
  onGround(ground: Ground | undefined): Verdict
}

/** @param plan what the verification of the API says about media types. */
export function createVerdicts(
  simulator: Simulator,
  plan: Pick<VerificationPlan, 'mediaTypes'> | undefined,
): Verdicts {
  const grounds = createContractGrounds(simulator.contract, simulator.facts)
  const settings = createSettings(simulator)
  const onGround = (ground: Ground | undefined) => {
    const facts = ground?.facts ?? []
    return verdictOn(ground, [...settings.own(facts), ...settings.lists(facts)])
  }

  /** On a part of a body: what is wrong there says which setting would mend it. */
  function onPart(
    ground: Ground | undefined,
    schema: string,
    steps: readonly string[],
    message: string,
  ): Verdict {
    const spot = { schema, steps }
    // What a part is called, and that it must be there, can be assumed where its content is not.
    const isMissing = message === 'is required'
    const kinds = isMissing ? (['required', 'names'] as const) : []
    const rests = weakest(kinds.map((kind) => settings.assumed(spot, kind))) ?? ground
    return verdictOn(rests, [...mending(spot, message), ...settings.own(rests?.facts ?? [])])
  }

  function mending(spot: Spot, message: string): string[] {
    if (message === 'is required') return [...settings.at(spot, 'required'), ...settings.at(spot, 'names')]
    if (message === 'is not known') return settings.beside(spot)
    return /^must be (?:one of|")/.test(message) ? settings.at(spot, 'words') : []
  }

  function groundOfType(operation: Operation | undefined, status: number): Ground | undefined {
    const answers = operation?.answers ?? simulator.contract.unmatched
    const wanted = answers.get(String(status))?.content ?? []
    const facts = wanted.flatMap(({ mediaType }) => plan?.mediaTypes?.[mediaType] ?? [])
    return weakest([grounds.answer(operation, status), grounds.facts(facts)])
  }

  return {
    onGround,
    onFacts: (ids) => onGround(grounds.facts(ids)),

    onAnswer({ part, field, message, evidence, schema }, operation, status) {
      if (part === 'status') return onGround(grounds.answersLike(operation, status))
      if (part === 'header') return onGround(grounds.header(operation, status, field))
      if (part === 'media-type') return onGround(groundOfType(operation, status))
      if (schema === undefined) return onGround(grounds.answer(operation, status))
      const ground = readGround(evidence) ?? grounds.answer(operation, status)
      return onPart(ground, schema, stepsOf(field), message)
    },

    onEvent: ({ field, message, evidence, schema }) =>
      schema === undefined
        ? onGround(undefined)
        : onPart(readGround(evidence), schema, stepsOf(field), message),

    onRequest({ in: location, field, message, evidence, value }, operation) {
      const { dateTimesWithoutOffset: zone } = simulator.definition.aboutSettings ?? {}
      if (zone?.fact !== undefined && message === 'must be a valid date-time' && isLocalTime(value)) {
        return verdictOn(grounds.facts([zone.fact]), [`${simulator.name}.dateTimesWithoutOffset`])
      }
      const body = operation.body?.content[0]?.schema
      const parameter = operation.parameters.find(
        ({ name, in: where }) => name === field && where === location,
      )
      const schema = location === 'body' ? body?.pointer : parameter?.schema.pointer
      const ground = readGround(evidence) ?? readGround(operation.evidence)
      if (schema === undefined) return onGround(ground)
      return onPart(ground, schema, location === 'body' ? stepsOf(field) : [], message)
    },

    onPath(method, path) {
      const [, first] = path.split('/')
      const candidates = simulator.contract.operations.filter(
        (operation) =>
          operation.method === method &&
          operation.path.split('/')[1] === first &&
          grounds.path(operation)?.evidence === 'assumed',
      )
      const verdicts = candidates.map((operation) =>
        verdictOn(grounds.path(operation), settings.path(operation.id)),
      )
      return together(verdicts)
    },

    onStatus(status, wanted, operation, sent) {
      const isElsewhere = status === 404 || status === 405
      const path = isElsewhere && wanted !== status ? grounds.path(operation) : undefined
      if (path?.evidence === 'assumed') return verdictOn(path, settings.path(operation.id))
      if (sent && status < 300 && wanted >= 400) {
        const { ground, settings: mend } = settings.lacking(sent.schema, sent.body)
        if (ground) return verdictOn(ground, mend)
      }
      const sameHundred = Math.floor(status / 100) === Math.floor(wanted / 100)
      const answer = sameHundred ? grounds.answer(operation, wanted) : undefined
      const refused = (status === 400 || status === 422) && !sameHundred
      const request = refused && sent ? grounds.value(sent.schema, sent.body) : undefined
      if (request?.evidence !== 'assumed') return onGround(answer)
      const facts = weakest([answer, request])
      const mend = sent ? settings.within(sent.schema, sent.body) : []
      return verdictOn(facts, [...settings.own(request.facts), ...mend])
    },

    onValue(schema, steps, operation, status, difference) {
      const ground = grounds.part(schema, steps) ?? grounds.answer(operation, status)
      return onPart(ground, schema, steps, DIFFERENCES[difference])
    },
  }
}

const DIFFERENCES = { missing: 'is required', extra: 'is not known', word: 'must be one of' } as const

const stepsOf = (field: string) => (field === '' ? [] : field.split('.'))
