/** Finds where an exchange breaks the contract, in the request and in the response. */
import { toPointer } from '../../src/contract/json-pointer.ts'
import { explainFailure, type Failure } from '../../src/http/failure.ts'
import type { Router } from '../../src/http/router.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { type Headers, type MatchedOperation, mediaTypeOf, type WireMessage } from './personal/message.ts'

export interface Breach {
  side: 'request' | 'response'
  /** JSON Pointer: `/body/0/state`, `/query/pageSize`, `/status`. Never a value, which may be personal. */
  pointer: string
  message: string
}

export interface CheckedExchange {
  matched: MatchedOperation
  breaches: Breach[]
}

export type ExchangeCheck = (message: WireMessage) => Promise<CheckedExchange>

export function createExchangeCheck(
  router: Router<Simulator>,
  bodyLimit: number,
  targets: readonly URL[],
): ExchangeCheck {
  return async ({ request, response }) => {
    const path = pathBehind(request.url, targets)
    const match = router.match({ method: request.method, path })
    if (match.kind === 'none') {
      return {
        matched: undefined,
        breaches: [breach('request', '/path', 'is in no contract that is looked at')],
      }
    }
    if (match.kind === 'method') {
      const message = `takes ${match.allow.join(', ')} only`
      return { matched: undefined, breaches: [breach('request', '/method', message)] }
    }
    const { simulator, operation, parameters } = match
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
    const body = await validator.body(operation, asked, { limit: bodyLimit })
    const failures = [read, body].flatMap((part) => ('failure' in part ? [part.failure] : []))
    const answer = operation.answers.get(String(response.status)) ?? operation.answers.get('default')
    const given = { status: response.status, headers: joined(response.headers) }
    // The answer to HEAD has no body to check.
    const answered = request.method === 'HEAD' ? [] : validator.answer(answer, given, bodyOf(response))
    const wrong = answered.map((text) => breachOfAnswer(text, answer !== undefined))
    return { matched, breaches: [...failures.flatMap(breachesOf), ...wrong] }
  }
}

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

function breachesOf(failure: Failure): Breach[] {
  if (failure.kind === 'violations') {
    return failure.violations.map(({ in: location, field, message }) =>
      breach('request', `/${location}${pointerOf(field)}`, message),
    )
  }
  if (failure.kind === 'media-type') {
    return [breach('request', '/header/content-type', `must be ${failure.accepted.join(' or ')}`)]
  }
  // The message of the JSON parser would show a part of the body.
  const text =
    failure.kind === 'malformed' ? 'is not what its media type says, or missing' : explainFailure(failure)
  return [breach('request', '/body', text)]
}

/** Reads a message of the validator: the place with dots, a blank, what is wrong. */
function breachOfAnswer(text: string, known: boolean): Breach {
  if (!known) return breach('response', '/status', text.replace(/^status /, ''))
  const header = /^header (\S+) (is missing)$/.exec(text)
  if (header) return breach('response', `/header/${header[1]}`, header[2] ?? '')
  if (text.startsWith('media type '))
    return breach('response', '/header/content-type', 'is not in the contract')
  if (text.startsWith('the contract has no body')) return breach('response', '/body', text)
  const [, field = '', message = ''] = /^(\S*) (.*)$/s.exec(text) ?? []
  return breach('response', `/body${field === 'body' ? '' : pointerOf(field)}`, message)
}

function pointerOf(field: string): string {
  return field === '' ? '' : toPointer(field.split('.'))
}
