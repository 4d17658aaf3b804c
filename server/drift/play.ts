/** Plays a recording on a fresh twin, in its order and at its times, and compares the answers. */
import { simulators as all } from '../../mocks/simulators.ts'
import { createHarness } from '../../src/harness/create-harness.ts'
import type { Harness } from '../../src/harness/harness.ts'
import { createRouter } from '../../src/http/router.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { openMemoryStore } from '../../src/store/memory.ts'
import { cleanMessage, schemasFor } from '../proxy/personal/clean.ts'
import { createSchemas } from '../proxy/personal/kinds.ts'
import { headerOf, type MatchedOperation, mediaTypeOf, type WireMessage } from '../proxy/personal/message.ts'
import { createPseudonyms, type Pseudonyms } from '../proxy/personal/pseudonyms.ts'
import { publicValues } from '../proxy/personal/public-values.ts'
import { type Classify, createClassify } from './classify.ts'
import { ABSENT, type ComparisonContext, compareBodies, pairsOf, type ValueDifference } from './compare.ts'
import type { RecordedExchange } from './read.ts'
import { seedUnknown, unknownClients, unknownTokens } from './seed-unknown.ts'

export interface Drift {
  number: number
  at: number
  operation: string
  /** Method and path as they were recorded. */
  request: string
  differences: ValueDifference[]
}

export interface Played {
  drifts: Drift[]
  played: number
  /** Entries that match no operation of these APIs, or whose request body is not in the recording. */
  skipped: { number: number; why: string }[]
}

export interface PlayOptions {
  simulators?: readonly Simulator[]
  /** Further volatile places, for every API, besides those that each simulator declares. */
  volatile?: readonly string[]
  /** Hears how many exchanges of how many were played. */
  onStep?: (done: number, of: number) => void
}

type KnownOperation = NonNullable<MatchedOperation>

interface PlayedExchange {
  recorded: RecordedExchange
  matched: KnownOperation
  twin: WireMessage
}

export async function play(
  recording: readonly RecordedExchange[],
  options: PlayOptions = {},
): Promise<Played> {
  const simulators = options.simulators ?? all
  const now = recording[0]?.at ?? 0
  const pseudonyms = createPseudonyms({ seed: 'drift', now, publicValues: () => publicValues(simulators) })
  const router = createRouter(simulators)
  const skipped: Played['skipped'] = []
  const steps: { recorded: RecordedExchange; matched: KnownOperation }[] = []
  for (const recorded of recording) {
    const { method, url } = recorded.message.request
    const match = router.match({ method, path: url.pathname })
    const { number } = recorded
    if (match.kind !== 'operation') skipped.push({ number, why: 'is of no operation' })
    else if (recorded.leftOut.request) skipped.push({ number, why: 'lacks the body of its request' })
    else steps.push({ recorded, matched: { ...match } })
  }

  /** Values of the provider, such as ids, with those that the twin created instead. */
  const learned = new Map<string, string>()
  const restored = ({ recorded, matched }: (typeof steps)[number]) => {
    const replace: Pseudonyms['replace'] = (kind, text) => learned.get(text) ?? pseudonyms.restore(kind, text)
    return cleanMessage(recorded.message, matched, { replace, sweep: (text) => text })
  }
  const before = steps.map((step) => {
    const { request } = restored(step)
    const { url } = step.recorded.message.request
    const body = { bytes: Buffer.from(request.body && 'text' in request.body ? request.body.text : '') }
    return {
      matched: step.matched,
      message: { ...step.recorded.message, request: { ...request, url, body } },
    }
  })

  const store = openMemoryStore()
  const harness = await createHarness({
    simulators,
    now: new Date(now).toISOString(),
    store,
    clients: unknownClients(before),
    webhooks: { send: async () => new Response(null, { status: 200 }) },
    // If the twin breaks its contract, its answer differs and is reported.
    onDefect: () => {},
  })
  try {
    for (const { simulator, token } of unknownTokens(before)) {
      const client = simulator.definition.clients?.[0]?.id
      if (client) await harness.tokens.accept({ token, client, simulator: simulator.name })
    }
    for (const number of unknownNumbers(steps, pseudonyms)) await seedUnknown(number, store)
    const turns: PlayedExchange[] = []
    for (const [index, step] of steps.entries()) {
      await moveTo(step.recorded.at, harness)
      const twin = await ask(harness, restored(step).request, step.recorded.message)
      learn(step, twin, learned, options)
      turns.push({ ...step, twin })
      options.onStep?.(index + 1, steps.length)
    }
    const classify = await createClassify(simulators)
    return { drifts: compareAll(turns, pseudonyms, options, classify), played: turns.length, skipped }
  } finally {
    await harness.close()
  }
}

async function moveTo(at: number, harness: Harness): Promise<void> {
  const { now } = await harness.clock.read()
  if (at > Date.parse(now)) await harness.clock.advance({ to: new Date(at).toISOString() })
}

async function ask(
  harness: Harness,
  request: ReturnType<typeof cleanMessage>['request'],
  recorded: WireMessage,
): Promise<WireMessage> {
  const { method, path, query, headers, body } = request
  const answer = await harness.handle({
    method,
    path,
    query,
    host: recorded.request.url.host,
    headers: Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value])),
    ...(body && 'text' in body && { body: Buffer.from(body.text) }),
  })
  const given = Buffer.from(answer.body ?? '')
  return {
    request: recorded.request,
    response: {
      status: answer.status,
      text: '',
      headers: Object.entries(answer.headers),
      body: { bytes: given },
    },
  }
}

/**
 * Numbers that only the real service knew: those in its requests that did not end with 404. Answers of another twin
 * do not count, since that knew the same people.
 */
function unknownNumbers(
  steps: readonly { recorded: RecordedExchange; matched: KnownOperation }[],
  pseudonyms: Pseudonyms,
): Set<string> {
  const found = new Set<string>()
  for (const { recorded, matched } of steps) {
    const { request, response } = recorded.message
    if (response.status === 404 || headerOf(response.headers, 'x-tvilling-exchange') !== undefined) continue
    cleanMessage({ ...recorded.message, request }, matched, {
      replace(kind, text) {
        if (kind === 'number' && !pseudonyms.isKnown(text)) found.add(text)
        return text
      },
      sweep: (text) => text,
    })
  }
  return found
}

function jsonOf({ headers, body }: WireMessage['response']): { json: unknown } | undefined {
  const type = mediaTypeOf(headers)
  if (!('bytes' in body) || (type !== 'application/json' && !type.endsWith('+json'))) return undefined
  try {
    return { json: JSON.parse(body.bytes.toString('utf8')) }
  } catch {
    return undefined
  }
}

function contextFor(
  { operation, simulator }: KnownOperation,
  { response }: WireMessage,
  options: PlayOptions,
): ComparisonContext {
  const answer = operation.answers.get(String(response.status)) ?? operation.answers.get('default')
  const content = answer?.content.find(({ mediaType }) => mediaType === mediaTypeOf(response.headers))
  const schemas = content?.schema
    ? schemasFor({ simulator, operation, parameters: {} })
    : createSchemas(undefined)
  return {
    schemas,
    site: schemas.site(content?.schema?.pointer),
    operation: operation.id,
    declared: [...(simulator.definition.volatile ?? []), ...(options.volatile ?? [])],
  }
}

function learn(
  { recorded, matched }: { recorded: RecordedExchange; matched: KnownOperation },
  twin: WireMessage,
  learned: Map<string, string>,
  options: PlayOptions,
): void {
  const [one, other] = [jsonOf(recorded.message.response), jsonOf(twin.response)]
  if (!one || !other) return
  const compared = contextFor(matched, recorded.message, options)
  for (const [known, own] of pairsOf(one.json, other.json, compared)) {
    if (!learned.has(known)) learned.set(known, own)
  }
}

/** Compares without personal data, so that the same original has the same stand-in on both sides. */
function compareAll(
  turns: readonly PlayedExchange[],
  pseudonyms: Pseudonyms,
  options: PlayOptions,
  classify: Classify,
): Drift[] {
  // A text of an earlier answer may have a name that only a later answer marks as personal.
  for (const { twin, matched } of turns) cleanMessage(twin, matched, pseudonyms)
  return turns.flatMap(({ recorded, matched, twin }) => {
    const { response } = cleanMessage(twin, matched, pseudonyms)
    const text = response.body && 'text' in response.body ? response.body.text : undefined
    const cleaned: WireMessage = {
      ...twin,
      response: { ...twin.response, ...(text !== undefined && { body: { bytes: Buffer.from(text) } }) },
    }
    const found = differencesOf(recorded, cleaned, matched, options)
    if (found.length === 0) return []
    const differences = classify(matched.simulator, matched.operation, recorded.message, twin, found)
    const { method, url } = recorded.message.request
    const { number, at } = recorded
    const operation = `${matched.simulator.name}.${matched.operation.id}`
    return [{ number, at, operation, request: `${method} ${url.pathname}`, differences }]
  })
}

function differencesOf(
  recorded: RecordedExchange,
  twin: WireMessage,
  matched: KnownOperation,
  options: PlayOptions,
): ValueDifference[] {
  const [was, is] = [recorded.message.response, twin.response]
  if (was.status !== is.status) return [{ pointer: '/status', recorded: was.status, twin: is.status }]
  const headers = headersOf(recorded, twin, matched)
  const [one, other] = [jsonOf(was), jsonOf(is)]
  if (one && other) {
    return [
      ...headers,
      ...compareBodies(one.json, other.json, contextFor(matched, recorded.message, options)),
    ]
  }
  const size = (side: WireMessage['response'], leftOut: boolean) =>
    leftOut || ('bytes' in side.body && side.body.bytes.byteLength > 0)
  const [had, has] = [size(was, recorded.leftOut.response), size(is, false)]
  const body = { pointer: '/body', recorded: had ? 'a body' : ABSENT, twin: has ? 'a body' : ABSENT }
  return had === has ? headers : [...headers, body]
}

/** Differences in the media type and in the required headers. */
function headersOf(
  { message }: RecordedExchange,
  twin: WireMessage,
  { operation }: KnownOperation,
): ValueDifference[] {
  const answer = operation.answers.get(String(message.response.status))
  const [was, is] = [mediaTypeOf(message.response.headers), mediaTypeOf(twin.response.headers)]
  const type =
    was === is ? [] : [{ pointer: '/headers/content-type', recorded: was || ABSENT, twin: is || ABSENT }]
  const missing = (answer?.requiredHeaders ?? []).flatMap((name) => {
    const [one, other] = [headerOf(message.response.headers, name), headerOf(twin.response.headers, name)]
    if ((one === undefined) === (other === undefined)) return []
    return [{ pointer: `/headers/${name}`, recorded: one ?? ABSENT, twin: other ?? ABSENT }]
  })
  return [...type, ...missing]
}
