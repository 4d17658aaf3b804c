/** Exchanges as control shows them, and the filter that finds them. */
import { toIso } from '../harness/clock.ts'
import { decodeUtf8 } from '../http/utf8.ts'
import type { Exchange, JournalEntry, JournalFilter } from './journal.ts'

/** The latest entries that a filter wants, oldest first. */
export function findAmong(entries: readonly JournalEntry[], filter: JournalFilter = {}): Exchange[] {
  const since = filter.since === undefined ? -Infinity : Date.parse(filter.since)
  const until = filter.until === undefined ? Infinity : Date.parse(filter.until)
  const found = entries.filter(
    (entry) =>
      (filter.simulator === undefined || entry.simulator === filter.simulator) &&
      (filter.operation === undefined || entry.operation === filter.operation) &&
      (filter.status === undefined || entry.response.status === filter.status) &&
      entry.at >= since &&
      entry.at < until,
  )
  return found.slice(-(filter.limit ?? found.length) || found.length).map(toExchange)
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
