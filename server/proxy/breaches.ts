/** Finds where an exchange breaks the contract, in the request and in the response, and whose mistake that is. */
import type { Acceptance } from '../../src/contract/accept.ts'
import type { Operation } from '../../src/contract/contract.ts'
import { toPointer } from '../../src/contract/json-pointer.ts'
import type { MessageFault } from '../../src/contract/message-fault.ts'
import { explainFailure, type Failure } from '../../src/http/failure.ts'
import type { Router } from '../../src/http/router.ts'
import { COMMON_SETTINGS } from '../../src/simulator/settings.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { PROMISE, type Verdict } from '../verdicts/verdict.ts'
import { createVerdicts, type Verdicts } from '../verdicts/verdicts.ts'
import { type Headers, type MatchedOperation, mediaTypeOf, type WireMessage } from './personal/message.ts'

export interface Breach {
  side: 'request' | 'response'
  /** JSON Pointer: `/body/0/state`, `/query/pageSize`, `/status`. Never a value, which may be personal. */
  pointer: string
  message: string
  /**
   * Of a response always; of a request only if the service took it, which shows that our assumption is wrong. What a client
   * sends wrong says nothing of the service.
   */
  verdict?: Verdict
}

export interface CheckedExchange {
  matched: MatchedOperation
  breaches: Breach[]
}

export type ExchangeCheck = (message: WireMessage) => Promise<CheckedExchange>

export function createExchangeCheck(
  router: Router<Simulator>,
  simulators: readonly Simulator[],
  bodyLimit: number,
  targets: readonly URL[],
): ExchangeCheck {
  const known = new Map<string, Promise<Verdicts>>()

  function verdictsOf(simulator: Simulator): Promise<Verdicts> {
    const verdicts = known.get(simulator.name) ?? load(simulator)
    known.set(simulator.name, verdicts)
    return verdicts
  }

  async function onUnknownPath(method: string, path: string, taken: boolean): Promise<Breach> {
    const found = breach('request', '/path', 'is in no contract that is looked at')
    if (!taken) return found
    for (const simulator of simulators) {
      const verdict = (await verdictsOf(simulator)).onPath(method, path)
      if (verdict.class === 'assumption') return { ...found, verdict }
    }
    return found
  }

  return async ({ request, response }) => {
    const path = pathBehind(request.url, targets)
    const match = router.match({ method: request.method, path })
    const taken = response.status < 400
    if (match.kind === 'none') {
      return { matched: undefined, breaches: [await onUnknownPath(request.method, path, taken)] }
    }
    if (match.kind === 'method') {
      const message = `takes ${match.allow.join(', ')} only`
      return { matched: undefined, breaches: [breach('request', '/method', message)] }
    }
    const { simulator, operation, parameters } = match
    const verdicts = await verdictsOf(simulator)
    const matched: MatchedOperation = { simulator, operation, parameters }
    const asked = {
      method: request.method,
      path,
      query: request.url.search.slice(1),
      headers: joined(request.headers),
      ...('bytes' in request.body ? { body: request.body.bytes } : { refused: 'oversized' as const }),
    }
    const { validator } = simulator
    const read = validator.parameters(operation, parameters, asked)
    const body = await validator.body(operation, asked, { limit: bodyLimit, accept: acceptanceIn(simulator) })
    const failures = [read, body].flatMap((part) => ('failure' in part ? [part.failure] : []))
    const answer = operation.answers.get(String(response.status)) ?? operation.answers.get('default')
    const given = { status: response.status, headers: joined(response.headers) }
    // The answer to HEAD has no body to check.
    const faults = request.method === 'HEAD' ? [] : validator.answerFaults(answer, given, bodyOf(response))
    const answered = faults.map((fault) =>
      breachOfAnswer(fault, verdicts.onAnswer(fault, operation, response.status)),
    )
    const sent = failures.flatMap((failure) => breachesOf(failure, taken, operation, verdicts))
    return { matched, breaches: [...sent, ...answered] }
  }
}

/** As the settings say; but the assumption about nulls is the service's to refute, by refusing one. */
const acceptanceIn = ({ definition }: Simulator): Acceptance => ({
  ...COMMON_SETTINGS,
  ...(definition.settings as Partial<Acceptance>),
  nulls: 'absent',
})

async function load(simulator: Simulator): Promise<Verdicts> {
  const loaded = await simulator.definition.verification?.()
  return createVerdicts(simulator, loaded?.verification)
}

/** Whether the service breaks what its provider promises. */
export const isBroken = ({ side, verdict }: Breach): boolean =>
  side === 'response' && verdict?.class !== 'assumption'

/** Whether an assumption of ours is wrong. */
export const isAssumed = ({ verdict }: Breach): boolean => verdict?.class === 'assumption'

/** The path in the API, without the path of the target. */
export function pathBehind(url: URL, targets: readonly URL[]): string {
  const prefix = targets
    .filter(({ origin, pathname }) => origin === url.origin && url.pathname.startsWith(pathname))
    .map(({ pathname }) => pathname.replace(/\/$/, ''))
    .sort((a, b) => b.length - a.length)[0]
  return url.pathname.slice(prefix?.length ?? 0)
}

/** Headers by lower-case name; several values are joined by commas, as in HTTP. */
export function joined(headers: Headers): Record<string, string> {
  const byName: Record<string, string> = {}
  for (const [name, value] of headers) {
    const known = byName[name.toLowerCase()]
    byName[name.toLowerCase()] = known === undefined ? value : `${known}, ${value}`
  }
  return byName
}

/** The body as the validator takes it: parsed JSON, text, or bytes. */
function bodyOf({ headers, body }: WireMessage['response']): unknown {
  if (!('bytes' in body)) return new Uint8Array()
  if (body.bytes.byteLength === 0) return undefined
  const type = mediaTypeOf(headers)
  if (type !== 'application/json' && !type.endsWith('+json')) {
    return type.startsWith('text/') ? body.bytes.toString('utf8') : body.bytes
  }
  try {
    return JSON.parse(body.bytes.toString('utf8'))
  } catch {
    return body.bytes.toString('utf8')
  }
}

function breach(side: Breach['side'], pointer: string, message: string): Breach {
  return { side, pointer, message }
}

function breachesOf(failure: Failure, taken: boolean, operation: Operation, verdicts: Verdicts): Breach[] {
  if (failure.kind === 'violations') {
    return failure.violations.map((violation) => {
      const { in: location, field, message } = violation
      const found = breach('request', `/${location}${pointerOf(field)}`, message)
      const verdict = taken ? verdicts.onRequest(violation, operation) : PROMISE
      return verdict.class === 'assumption' ? { ...found, verdict } : found
    })
  }
  if (failure.kind === 'media-type') {
    return [breach('request', '/header/content-type', `must be ${failure.accepted.join(' or ')}`)]
  }
  // The message of the JSON parser would show a part of the body.
  const text =
    failure.kind === 'malformed' ? 'is not what its media type says, or missing' : explainFailure(failure)
  return [breach('request', '/body', text)]
}

function breachOfAnswer(fault: MessageFault, verdict: Verdict): Breach {
  const { part, field, message } = fault
  const at = { status: '/status', 'media-type': '/header/content-type', header: `/header/${field}` }
  if (part === 'body') return { side: 'response', pointer: `/body${pointerOf(field)}`, message, verdict }
  // A media type is not shown: a service may put anything there.
  const text = part === 'media-type' ? 'is not in the contract' : message
  return { side: 'response', pointer: at[part], message: text, verdict }
}

function pointerOf(field: string): string {
  return field === '' ? '' : toPointer(field.split('.'))
}
