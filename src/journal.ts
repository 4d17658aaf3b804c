/** The request journal: every exchange that took place, bounded by number and by bytes. */
import { toIso } from './clock.ts'
import type { ApiRequest, ApiResponse } from './exchange.ts'

export interface Exchange {
  /** Counts up from 1 in each harness; `x-tvilling-exchange` carries it. */
  id: number
  at: string
  /** Simulator and operation, where the request reached one. */
  simulator: string | undefined
  operation: string | undefined
  client: string | undefined
  request: { method: string; url: string; headers: Readonly<Record<string, string>>; body: string }
  response: { status: number; headers: Readonly<Record<string, string>>; body: string }
  reason: string | undefined
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
  at: number
  simulator?: string | undefined
  operation?: string | undefined
  client?: string | undefined
  request: ApiRequest
  response: ApiResponse
  reason?: string | undefined
  breaches: readonly string[]
}

export interface Journal {
  nextId(): number
  record(entry: JournalEntry): void
  /** Oldest first. */
  find(filter?: JournalFilter): Exchange[]
  clear(): void
  /** Clears, and counts from 1 again. */
  restart(): void
  size(): { exchanges: number; bytes: number }
}

export interface JournalLimits {
  /** Exchanges kept. */
  exchanges: number
  /** Bytes of URLs, headers and bodies kept, roughly. */
  bytes: number
}

export function createJournal(limits: JournalLimits): Journal {
  /** What was dropped is let go of at once; its place goes when there are many. */
  let entries: (JournalEntry | undefined)[] = []
  let oldest = 0
  let bytes = 0
  let lastId = 0

  function dropOldest(): void {
    const dropped = entries[oldest]
    if (!dropped) return
    bytes -= sizeOf(dropped)
    entries[oldest] = undefined
    oldest += 1
    // The front is cut off in big steps, so that recording stays cheap however long it goes on.
    if (oldest > 1_024 && oldest > entries.length / 2) {
      entries = entries.slice(oldest)
      oldest = 0
    }
  }

  function clear(): void {
    entries = []
    oldest = 0
    bytes = 0
  }

  return {
    nextId() {
      lastId += 1
      return lastId
    },

    record(entry) {
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
      const found = entries
        .slice(oldest)
        .filter((entry) => entry !== undefined)
        .filter(
          (entry) =>
            (filter.simulator === undefined || entry.simulator === filter.simulator) &&
            (filter.operation === undefined || entry.operation === filter.operation) &&
            (filter.status === undefined || entry.response.status === filter.status) &&
            entry.at >= since &&
            entry.at < until,
        )
      return found.slice(-(filter.limit ?? found.length) || found.length).map(toExchange)
    },

    clear,

    restart() {
      clear()
      lastId = 0
    },

    size: () => ({ exchanges: entries.length - oldest, bytes }),
  }
}

/** An exchange without its bodies and its URL, roughly. */
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
      body: request.refused ? `(${request.refused})` : textOf(request.body),
    },
    response: { status: response.status, headers: response.headers, body: textOf(response.body) },
    reason: entry.reason,
    breaches: entry.breaches,
  }
}

/** Bytes that are no text are shown in base64, as a data URL. */
function textOf(body: string | Uint8Array | undefined): string {
  if (body === undefined || typeof body === 'string') return body ?? ''
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch {
    return `data:application/octet-stream;base64,${Buffer.from(body).toString('base64')}`
  }
}
