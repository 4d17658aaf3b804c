/** Writes the journal as HAR 1.2, for other tools and for a replay, and reads it back. */

import { UsageError } from '../control/usage-error.ts'
import { parseInstant, toIso } from '../harness/clock.ts'
import type { ApiRequest, ApiResponse } from '../http/messages.ts'
import { decodeUtf8 } from '../http/utf8.ts'
import type { JournalContents, JournalEntry } from './journal.ts'
import type { LogEvent } from './log-event.ts'

/** The options of a harness that its answers depend on. */
export interface Origin {
  seed: number
  /** The instant at which the clock started. */
  start: string
  clock: { mode: 'manual' | 'real'; factor: number }
  simulators: string[]
  /** Settings that differ from the defaults, by simulator. */
  settings: Readonly<Record<string, unknown>>
  /** OAuth clients beside the ready-made ones, by simulator. */
  clients: Readonly<Record<string, unknown>>
  /** Parts of the seed data, if it started with any. */
  seedData?: readonly unknown[]
  tenant?: string
  bodyLimit: number
}

export interface Recording extends JournalContents {
  origin: Origin
}

export interface HarField {
  name: string
  value: string
}

export interface HarEntry {
  startedDateTime: string
  time: number
  request: {
    method: string
    url: string
    httpVersion: string
    cookies: []
    headers: HarField[]
    queryString: HarField[]
    headersSize: number
    bodySize: number
    postData?: { mimeType: string; params: []; text: string; _encoding?: 'base64' }
  }
  response: {
    status: number
    statusText: string
    httpVersion: string
    cookies: []
    headers: HarField[]
    content: { size: number; mimeType: string; text?: string; encoding?: 'base64' }
    redirectURL: string
    headersSize: number
    bodySize: number
  }
  cache: Record<string, never>
  timings: { send: number; wait: number; receive: number }
  _tvilling: {
    exchange: number
    /** Its place among all exchanges and events. */
    turn: number
    operation?: string
    reason?: string
    /** Id of its trace. */
    trace?: string
    breaches?: readonly string[]
    refused?: ApiRequest['refused']
    /** Where the client reached the harness, if it is not the origin of the URL. */
    origin?: string
    /** The environment that the client named in its path. */
    environment?: string
  }
}

/** What happened between the exchanges; `jobs` and `attempt` serve a replay only. */
type HarLogEvent = Omit<LogEvent, 'at'> & { at: string }

export interface Har {
  log: {
    version: '1.2'
    creator: { name: string; version: string }
    comment: string
    entries: HarEntry[]
    _tvilling: Origin & {
      version: 1
      /** Whether it has everything since the start; otherwise it cannot be replayed. */
      complete: boolean
      /** Why it is not complete. */
      incomplete?: string
      events: HarLogEvent[]
    }
  }
}

const VERSION = '0.1.0'
/** Replaces a host that the transport did not know. */
const NOWHERE = 'tvilling.invalid'

export function toHar({ origin, exchanges, events, incomplete }: Recording): Har {
  return {
    log: {
      version: '1.2',
      creator: { name: 'tvilling', version: VERSION },
      comment: 'Times are those of the harness. "tvilling replay <file>" plays it again.',
      entries: exchanges.map(toHarEntry),
      _tvilling: {
        version: 1,
        ...origin,
        complete: incomplete === undefined,
        ...(incomplete !== undefined && { incomplete }),
        events: events.map((event) => ({ ...event, at: toIso(event.at) })),
      },
    },
  }
}

function toHarEntry(entry: JournalEntry): HarEntry {
  const { id, turn = id, at, simulator, operation, reason, trace, breaches, request, response } = entry
  const content = textOf(response.body)
  const mimeType = response.headers['content-type'] ?? 'application/octet-stream'
  return {
    startedDateTime: toIso(at),
    time: 0,
    request: {
      method: request.method,
      url: `https://${request.host ?? NOWHERE}${request.path}${request.query && `?${request.query}`}`,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: fieldsOf(request.headers),
      queryString: [...new URLSearchParams(request.query)].map(([name, value]) => ({ name, value })),
      headersSize: -1,
      bodySize: request.body?.byteLength ?? 0,
      ...(request.body && { postData: postDataOf(request.body, request.headers['content-type'] ?? '') }),
    },
    response: {
      status: response.status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: fieldsOf(response.headers),
      content: { size: content.size, mimeType, ...content.as },
      redirectURL: response.headers['location'] ?? '',
      headersSize: -1,
      bodySize: content.size,
    },
    cache: {},
    timings: { send: 0, wait: 0, receive: 0 },
    _tvilling: {
      exchange: id,
      turn,
      ...(operation !== undefined && { operation: `${simulator}.${operation}` }),
      ...(reason !== undefined && { reason }),
      ...(trace !== undefined && { trace }),
      ...(breaches.length > 0 && { breaches }),
      ...(request.refused && { refused: request.refused }),
      ...(request.origin !== undefined &&
        request.origin !== `https://${request.host}` && { origin: request.origin }),
      ...(request.environment !== undefined && { environment: request.environment }),
    },
  }
}

function fieldsOf(headers: Readonly<Record<string, string>>): HarField[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }))
}

function postDataOf(body: Uint8Array, mimeType: string): NonNullable<HarEntry['request']['postData']> {
  const { text = '', encoding } = textOf(body).as
  return { mimeType, params: [], text, ...(encoding && { _encoding: encoding }) }
}

/** Bytes that are no text, as base64. */
function textOf(body: string | Uint8Array | undefined): {
  size: number
  as: { text?: string; encoding?: 'base64' }
} {
  if (body === undefined) return { size: 0, as: {} }
  if (typeof body === 'string') return { size: Buffer.byteLength(body), as: { text: body } }
  const text = decodeUtf8(body, { keepByteOrderMark: true })
  return {
    size: body.byteLength,
    as: text === undefined ? { text: Buffer.from(body).toString('base64'), encoding: 'base64' } : { text },
  }
}

/**
 * Reads a HAR that `toHar` wrote and that a user may have edited.
 * @throws UsageError if it is no HAR, is broken, or was written by another tool.
 */
export function fromHar(given: unknown): Recording {
  const { log } = (given ?? {}) as { log?: Partial<Har['log']> }
  if (typeof log !== 'object' || log === null || !Array.isArray(log.entries)) {
    throw new UsageError('This is no HAR: it has no log with entries.')
  }
  const { _tvilling: ours, entries } = log
  if (typeof ours !== 'object' || ours === null) {
    throw new UsageError('This HAR was not made by Tvilling: log._tvilling, with seed and start, is missing.')
  }
  if (ours.version !== 1) throw new UsageError('This HAR was made by another version of Tvilling.')
  const { version, complete, incomplete, events, ...origin } = ours
  const broken = brokenMemberOf(origin)
  if (broken || !Array.isArray(events))
    throw new UsageError(`This HAR is broken: ${broken ?? 'events'} is missing.`)
  return {
    origin,
    exchanges: entries.map(readEntry),
    events: events.map((event, index) => readLogEvent(event, index)),
    incomplete: complete ? undefined : (incomplete ?? 'It says so.'),
  }
}

function brokenMemberOf(origin: Partial<Origin>): string | undefined {
  if (!Number.isSafeInteger(origin.seed)) return 'seed'
  if (parseInstant(String(origin.start)) === undefined) return 'start'
  return Array.isArray(origin.simulators) ? undefined : 'simulators'
}

function readLogEvent(event: HarLogEvent, index: number): LogEvent {
  const at = parseInstant(String(event?.at))
  if (at === undefined || typeof event.turn !== 'number') {
    throw new UsageError(`This HAR is broken: event ${index + 1} has no time or no turn.`)
  }
  return { ...event, at } as LogEvent
}

function readEntry(entry: HarEntry, index: number): JournalEntry {
  try {
    const { exchange: id, turn, reason, trace, operation = '' } = entry._tvilling
    const at = parseInstant(entry.startedDateTime)
    if (at === undefined) throw new Error('startedDateTime is no point in time')
    const [simulator, name] = operation.split('.')
    return {
      id,
      turn,
      at,
      simulator: simulator || undefined,
      operation: name,
      reason,
      trace,
      breaches: [],
      request: readRequest(entry),
      response: readResponse(entry),
    }
  } catch (error) {
    throw new UsageError(`This HAR is broken: entry ${index + 1}: ${(error as Error).message}.`)
  }
}

function readRequest({ request, _tvilling }: HarEntry): ApiRequest {
  // `URL` would normalize the path.
  const [, host = '', path = '', query = ''] = /^[a-z]+:\/\/([^/?]*)([^?]*)\??(.*)$/is.exec(request.url) ?? []
  if (!path) throw new Error('request.url has no path')
  const { postData } = request
  return {
    method: request.method,
    ...(host !== NOWHERE && { host }),
    path,
    query,
    headers: readHeaders(request.headers),
    ...(postData && { body: Buffer.from(postData.text, postData._encoding ?? 'utf8') }),
    ...(_tvilling.refused && { refused: _tvilling.refused }),
    ...originOf(_tvilling.origin, host),
    ...(_tvilling.environment !== undefined && { environment: _tvilling.environment }),
  }
}

function originOf(written: string | undefined, host: string): Pick<ApiRequest, 'origin'> {
  if (written !== undefined) return { origin: written }
  return host === NOWHERE ? {} : { origin: `https://${host}` }
}

function readResponse({ response }: HarEntry): ApiResponse {
  const { text, encoding } = response.content
  const body = encoding === 'base64' ? Buffer.from(text ?? '', 'base64') : text
  return {
    status: response.status,
    headers: readHeaders(response.headers),
    ...(body !== undefined && { body }),
  }
}

function readHeaders(fields: readonly HarField[]): Record<string, string> {
  return Object.fromEntries(fields.map(({ name, value }) => [name.toLowerCase(), value]))
}
