/** Records exchanges as HAR 1.2 with stand-ins for everything personal. */
import { toIso } from '../../src/harness/clock.ts'
import type { HarEntry, HarField } from '../../src/journal/har.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import type { Cleaned } from './personal/bodies.ts'
import { cleanMessage } from './personal/clean.ts'
import type { Kind } from './personal/kinds.ts'
import { type MatchedOperation, mediaTypeOf, type WireMessage } from './personal/message.ts'
import { createPseudonyms } from './personal/pseudonyms.ts'
import { publicValues } from './personal/public-values.ts'

export interface Recorder {
  add(message: WireMessage, matched: MatchedOperation, at: number, took: number): void
  /** The recording; originals never leave this process. */
  har(): RecordingHar
  /** How many different originals were replaced, by kind. */
  counts(): Partial<Record<Kind, number>>
}

export type RecordedEntry = Omit<HarEntry, '_tvilling'> & {
  _tvilling?: { operation?: string; request?: LeftOut; response?: LeftOut }
}

/** Replaces a body that is no text or has no known schema. */
interface LeftOut {
  leftOut: { size: number; sha256: string }
}

export interface RecordingHar {
  log: {
    version: '1.2'
    creator: { name: string; version: string }
    comment: string
    entries: RecordedEntry[]
    _proxy: { version: 1; simulators: string[] }
  }
}

interface TimedMessage {
  message: WireMessage
  matched: MatchedOperation
  at: number
  took: number
}

/**
 * @param seed must not be predictable.
 * @param now milliseconds; decides on the century of short numbers.
 */
export function createRecorder(simulators: readonly Simulator[], seed: string, now: number): Recorder {
  const pseudonyms = createPseudonyms({ seed, now, publicValues: () => publicValues(simulators) })
  const kept: TimedMessage[] = []
  const clean = ({ message, matched }: TimedMessage) => cleanMessage(message, matched, pseudonyms)

  return {
    add(message, matched, at, took) {
      const one = { message, matched, at, took }
      kept.push(one)
      // Learns its originals: texts of earlier messages may have them too, so `har` cleans everything again.
      clean(one)
    },
    har: () => ({
      log: {
        version: '1.2',
        creator: { name: 'tvilling proxy', version: '0.1.0' },
        comment: 'Identity numbers, names, addresses, tokens and the like are synthetic stand-ins.',
        entries: [...kept].sort((a, b) => a.at - b.at).map((one) => toEntry(one, clean(one))),
        _proxy: { version: 1, simulators: simulators.map(({ name }) => name) },
      },
    }),
    counts: pseudonyms.counts,
  }
}

function toEntry(
  { message, matched, at, took }: TimedMessage,
  cleaned: ReturnType<typeof cleanMessage>,
): RecordedEntry {
  const { request, response } = cleaned
  const { host, protocol } = message.request.url
  const sent = textOf(request.body)
  const given = textOf(response.body)
  const query = request.query && `?${request.query}`
  const mimeType = mediaTypeOf(response.headers) || 'application/octet-stream'
  return {
    startedDateTime: toIso(at),
    time: took,
    request: {
      method: request.method,
      url: `${protocol}//${host}${request.path}${query}`,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: fields(request.headers, sent),
      queryString: [...new URLSearchParams(request.query)].map(([name, value]) => ({ name, value })),
      headersSize: -1,
      bodySize: size(sent),
      ...(sent !== undefined && {
        postData: { mimeType: contentType(request.headers), params: [], text: sent },
      }),
    },
    response: {
      status: response.status,
      statusText: response.text,
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: fields(response.headers, given),
      content: { size: size(given), mimeType, ...(given !== undefined && { text: given }) },
      redirectURL: response.headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? '',
      headersSize: -1,
      bodySize: size(given),
    },
    cache: {},
    timings: { send: 0, wait: took, receive: 0 },
    _tvilling: {
      ...(matched && { operation: `${matched.simulator.name}.${matched.operation.id}` }),
      ...leftOut('request', request.body),
      ...leftOut('response', response.body),
    },
  }
}

function textOf(body: Cleaned | undefined): string | undefined {
  return body && 'text' in body ? body.text : undefined
}

const size = (text: string | undefined) => (text === undefined ? 0 : Buffer.byteLength(text))

function leftOut(
  side: 'request' | 'response',
  body: Cleaned | undefined,
): Partial<Record<typeof side, LeftOut>> {
  return body && 'leftOut' in body ? { [side]: body } : {}
}

function contentType(headers: readonly [string, string][]): string {
  return headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? ''
}

/** Headers that fit the written body: its new length, no encoding. */
function fields(headers: readonly [string, string][], text: string | undefined): HarField[] {
  return headers
    .filter(([name]) => name.toLowerCase() !== 'content-encoding')
    .map(([name, value]) => ({
      name,
      value: name.toLowerCase() === 'content-length' && text !== undefined ? String(size(text)) : value,
    }))
}
