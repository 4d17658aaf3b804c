/** The journal: every exchange, bounded by number and by bytes, and what happened between the exchanges. */
import type { ApiRequest, ApiResponse } from '../http/messages.ts'
import type { Action, LogEvent, LogEventDetails } from './log-event.ts'

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
  /** Id of its trace, if the client named one (`traceparent`) or the server traces. */
  trace?: string | undefined
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
  /** The latest ones; with `after`, the first ones. */
  limit?: number
  /** Only exchanges with a greater number. */
  after?: number
}

/** Some exchanges, oldest first. */
export interface JournalPage {
  exchanges: Exchange[]
  /** The `after` of the page that follows; null if none follows. */
  next: number | null
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
  trace?: string | undefined
  fault?: { id: string; fault: string } | undefined
  breaches: readonly string[]
}

/** The latest number of an exchange, and the latest place among all exchanges and events. */
export interface JournalPosition {
  exchange: number
  turn: number
}

export interface Journal {
  /** Whether it is shared with other processes: numbers are then only right in a unit of work. */
  readonly shared: boolean
  /** Gives an exchange its number and its place among all exchanges and events. */
  open(): { id: number; turn: number }
  position(): JournalPosition
  /** Continues after this position, which exchanges before a restart had, or those of another process. */
  continueAfter(position: JournalPosition): void
  /** Resolves when other processes that share the journal see the exchange. */
  record(entry: JournalEntry): Promise<void> | undefined
  /** Notes an event that is no exchange, at an instant. Its size in bytes is found out, unless it is known. */
  note(event: LogEventDetails, at: number, size?: number): void
  /**
   * Call it after each unit of work, and say whether that was stored.
   * @returns resolves when other processes that share the journal see the events of the unit.
   */
  unitEnded(stored: boolean): Promise<void> | undefined
  /** Oldest first. */
  find(filter?: JournalFilter): Promise<Exchange[]>
  /** The same in pages, each small enough to be written at once. */
  page(filter?: JournalFilter): Promise<JournalPage>
  /** What control did, oldest first. */
  actions(): Promise<Action[]>
  /** Everything that it still has, for a replay. */
  contents(): Promise<JournalContents>
  clear(): Promise<void>
  /** Counts from 1 again. What it has is cleared, unless the store that it is in was cleared already. */
  restart(): void
  /** Marks the journal as incomplete, with the reason why it cannot be replayed. */
  spoil(reason: string): void
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
