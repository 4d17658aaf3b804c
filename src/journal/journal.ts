/** The journal: every exchange, bounded by number and by bytes, and what happened between the exchanges. */
import { toIso } from '../harness/clock.ts'
import type { ApiRequest, ApiResponse } from '../http/messages.ts'
import { unreadOf } from '../http/unread.ts'
import { decodeUtf8 } from '../http/utf8.ts'
import { type Action, type LogEvent, type LogEventDetails, sizeOfLogEvent } from './log-event.ts'

export interface Exchange {
  /** Counts from 1 in each harness, also across restarts; the header `x-tvilling-exchange` has it. */
  id: number
  at: string
  /** Simulator and operation, if the request reached one. */
  simulator: string | undefined
  operation: string | undefined
  client: string | undefined
  request: { method: string; url: string; headers: Readonly<Record<string, string>>; body: string }
  response: { status: number; headers: Readonly<Record<string, string>>; body: string }
  reason: string | undefined
  /** The fault that matched. A lost answer is shown as it was made; status 0 means that there was none. */
  fault?: { id: string; fault: string } | undefined
  /** How the response broke the contract, if it did. */
  breaches: readonly string[]
}

export interface JournalFilter {
  simulator?: string
  operation?: string
  status?: number
  /** ISO 8601; exchanges at or after. */
  since?: string
  /** ISO 8601; exchanges before. */
  until?: string
  limit?: number
}

export interface JournalEntry {
  id: number
  /** Its place among all exchanges and events. */
  turn?: number
  at: number
  simulator?: string | undefined
  operation?: string | undefined
  client?: string | undefined
  request: ApiRequest
  response: ApiResponse
  reason?: string | undefined
  fault?: { id: string; fault: string } | undefined
  breaches: readonly string[]
}

export interface Journal {
  /** Gives an exchange its number and its place among all exchanges and events. */
  open(): { id: number; turn: number }
  /** The latest number. */
  last(): number
  /** Continues after this number, which an exchange before a restart had. */
  skipTo(id: number): void
  record(entry: JournalEntry): void
  /** Oldest first. */
  find(filter?: JournalFilter): Exchange[]
  /** Notes an event that is no exchange, at an instant. */
  note(event: LogEventDetails, at: number): void
  /** What control did, oldest first. */
  actions(): Action[]
  /** Everything that it still has, for a replay. */
  contents(): JournalContents
  clear(): void
  /** Clears the journal and counts from 1 again. */
  restart(): void
  /** Marks the journal as incomplete, with the reason why it cannot be replayed. */
  spoil(reason: string): void
  size(): { exchanges: number; bytes: number }
}

export interface JournalContents {
  exchanges: readonly JournalEntry[]
  events: readonly LogEvent[]
  /** Why it does not have everything since the start; undefined if it has. */
  incomplete: string | undefined
}

export interface JournalLimits {
  /** How many exchanges are kept. */
  exchanges: number
  /** How many bytes of URLs, headers and bodies are kept, roughly. */
  bytes: number
}

export function createJournal(limits: JournalLimits): Journal {
  /** Dropped entries become undefined at once; their places are removed later, many together. */
  let entries: (JournalEntry | undefined)[] = []
  let oldest = 0
  let bytes = 0
  let lastId = 0
  let turn = 0
  let opened = 0
  let events: LogEvent[] = []
  let eventBytes = 0
  let incomplete: string | undefined

  const kept = () => entries.slice(oldest).filter((entry) => entry !== undefined)

  /** An incomplete journal cannot be replayed, so it keeps only the events that people read: what control did. */
  function spoil(reason: string): void {
    if (incomplete) return
    incomplete = reason
    events = events.filter(({ kind }) => kind === 'control')
    eventBytes = events.reduce((sum, event) => sum + sizeOfLogEvent(event), 0)
  }

  function dropOldest(): void {
    const dropped = entries[oldest]
    if (!dropped) return
    spoil(`Its oldest exchanges were dropped: it keeps ${limits.exchanges} and ${limits.bytes} bytes.`)
    bytes -= sizeOf(dropped)
    entries[oldest] = undefined
    oldest += 1
    // The front is removed in large steps, so that the cost of recording does not grow.
    if (oldest > 1_024 && oldest > entries.length / 2) {
      entries = entries.slice(oldest)
      oldest = 0
    }
  }

  function clear(): void {
    entries = []
    oldest = 0
    bytes = 0
    events = []
    eventBytes = 0
  }

  return {
    open() {
      lastId += 1
      turn += 1
      opened += 1
      return { id: lastId, turn }
    },

    last: () => lastId,

    skipTo(id) {
      lastId = Math.max(lastId, id)
    },

    note(event, at) {
      if (incomplete && event.kind !== 'control') return
      turn += 1
      events.push({ ...event, turn, at })
      eventBytes += sizeOfLogEvent(event)
      if (eventBytes <= limits.bytes) return
      spoil(`More was done between the exchanges than it keeps: ${limits.bytes} bytes.`)
      events = events.slice(events.length / 2)
      eventBytes = events.reduce((sum, noted) => sum + sizeOfLogEvent(noted), 0)
    },

    actions: () =>
      events.flatMap((event) =>
        event.kind === 'control' ? [{ at: toIso(event.at), action: event.action, input: event.input }] : [],
      ),

    contents() {
      const exchanges = kept().sort((a, b) => (a.turn ?? a.id) - (b.turn ?? b.id))
      const underWay = exchanges.length < opened ? 'A request was still under way.' : undefined
      return { exchanges, events: [...events], incomplete: incomplete ?? underWay }
    },

    spoil,

    record(entry) {
      if ((entry.turn ?? 0) > turn) spoil('A request was under way at a reset.')
      entries.push(entry)
      bytes += sizeOf(entry)
      while (
        entries.length - oldest > limits.exchanges ||
        (bytes > limits.bytes && entries.length - oldest > 1)
      ) {
        dropOldest()
      }
    },

    find(filter = {}) {
      const since = filter.since === undefined ? -Infinity : Date.parse(filter.since)
      const until = filter.until === undefined ? Infinity : Date.parse(filter.until)
      const found = kept().filter(
        (entry) =>
          (filter.simulator === undefined || entry.simulator === filter.simulator) &&
          (filter.operation === undefined || entry.operation === filter.operation) &&
          (filter.status === undefined || entry.response.status === filter.status) &&
          entry.at >= since &&
          entry.at < until,
      )
      return found.slice(-(filter.limit ?? found.length) || found.length).map(toExchange)
    },

    clear() {
      clear()
      spoil('It was cleared.')
    },

    restart() {
      clear()
      lastId = 0
      turn = 0
      opened = 0
      incomplete = undefined
    },

    size: () => ({ exchanges: entries.length - oldest, bytes }),
  }
}

/** Bytes of an exchange without its bodies and its URL, roughly. */
const SMALLEST = 500

function sizeOf({ request, response }: JournalEntry): number {
  const url = request.path.length + request.query.length
  return SMALLEST + url + (request.body?.byteLength ?? 0) + (response.body?.length ?? 0)
}

function toExchange(entry: JournalEntry): Exchange {
  const { request, response } = entry
  return {
    id: entry.id,
    at: toIso(entry.at),
    simulator: entry.simulator,
    operation: entry.operation,
    client: entry.client,
    request: {
      method: request.method,
      url: request.query ? `${request.path}?${request.query}` : request.path,
      headers: request.headers,
      body: request.refused ? `(${unreadOf(request)?.detail ?? request.refused})` : textOf(request.body),
    },
    response: { status: response.status, headers: response.headers, body: textOf(response.body) },
    reason: entry.reason,
    fault: entry.fault && { id: entry.fault.id, fault: entry.fault.fault },
    breaches: entry.breaches,
  }
}

/** Bytes that are no text, as a data URL in base64. */
function textOf(body: string | Uint8Array | undefined): string {
  if (body === undefined || typeof body === 'string') return body ?? ''
  return decodeUtf8(body) ?? `data:application/octet-stream;base64,${Buffer.from(body).toString('base64')}`
}
