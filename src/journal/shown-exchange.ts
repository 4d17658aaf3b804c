/** Exchanges as control shows them, and the filter that finds them. */
import { toIso } from '../harness/clock.ts'
import { unreadOf } from '../http/unread.ts'
import { decodeUtf8 } from '../http/utf8.ts'
import type { Exchange, JournalEntry, JournalFilter, JournalPage } from './journal.ts'
import { sizeOf } from './size-of-entry.ts'

/** Exchanges of a page, and bytes after which it ends, if no limit is given. */
export const PAGE = 100
const PAGE_BYTES = 1024 * 1024

/** The entries that a filter wants, oldest first: the latest, or the first after a number. */
export function findAmong(entries: readonly JournalEntry[], filter: JournalFilter = {}): Exchange[] {
  return wantedAmong(entries, filter).map(toExchange)
}

/** A page of the entries that a filter wants. */
export function pageAmong(entries: readonly JournalEntry[], filter: JournalFilter = {}): JournalPage {
  const { limit, ...wanted } = filter
  const found = wantedAmong(entries, wanted)
  const forwards = filter.after !== undefined
  const ordered = forwards ? found : found.toReversed()
  const taken = ordered.slice(0, limit ?? countOf(ordered))
  const last = taken.at(-1)
  return {
    exchanges: (forwards ? taken : taken.toReversed()).map(toExchange),
    next: forwards && last && taken.length < found.length ? last.id : null,
  }
}

/** How many entries a page without a limit has: at least one. */
function countOf(entries: readonly JournalEntry[]): number {
  let bytes = 0
  for (const [at, entry] of entries.entries()) {
    bytes += sizeOf(entry)
    if (at === PAGE || (at > 0 && bytes > PAGE_BYTES)) return at
  }
  return entries.length
}

function wantedAmong(entries: readonly JournalEntry[], filter: JournalFilter): JournalEntry[] {
  const since = filter.since === undefined ? -Infinity : Date.parse(filter.since)
  const until = filter.until === undefined ? Infinity : Date.parse(filter.until)
  const { after, limit } = filter
  const found = entries.filter(
    (entry) =>
      (filter.simulator === undefined || entry.simulator === filter.simulator) &&
      (filter.operation === undefined || entry.operation === filter.operation) &&
      (filter.status === undefined || entry.response.status === filter.status) &&
      (after === undefined || entry.id > after) &&
      entry.at >= since &&
      entry.at < until,
  )
  // Answers that are given at the same time may be noted in another order.
  if (after !== undefined) return found.sort((a, b) => a.id - b.id).slice(0, limit)
  return found.slice(-(limit ?? found.length) || found.length)
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
    ...(entry.trace !== undefined && { trace: entry.trace }),
    fault: entry.fault && { id: entry.fault.id, fault: entry.fault.fault },
    breaches: entry.breaches,
  }
}

/** Bytes that are no text, as a data URL in base64. */
function textOf(body: string | Uint8Array | undefined): string {
  if (body === undefined || typeof body === 'string') return body ?? ''
  return decodeUtf8(body) ?? `data:application/octet-stream;base64,${Buffer.from(body).toString('base64')}`
}
