/**
 * The journal in a store that several processes share: each of them writes it and sees all of it. Numbers and places come
 * from the position, which the harness keeps in the store and which is current in a unit of work.
 */
import { ifReachable, type LoggedEntry, type SharedLog } from '../store/shared-store.ts'
import { DELETION } from './deletions.ts'
import type { Journal, JournalEntry, JournalFilter, JournalLimits, JournalPosition } from './journal.ts'
import { actionsAmong, type LogEvent } from './log-event.ts'
import { readLogged, writeEvent, writeExchange } from './logged-json.ts'
import { findAmong, PAGE, pageAmong } from './shown-exchange.ts'

/** So many entries are added before the oldest are dropped, since to look for them costs more than to add one. */
const TRIM_EVERY = 100
/** Events that are kept besides the exchanges, for each exchange. */
const EVENTS_PER_EXCHANGE = 10

export function createSharedJournal(log: SharedLog, limits: JournalLimits): Journal {
  let position: JournalPosition = { exchange: 0, turn: 0 }
  /** Events of the running unit of work. */
  let noted: LogEvent[] = []
  let added = 0

  async function append(entries: readonly LoggedEntry[]): Promise<void> {
    await log.append(entries)
    added += entries.length
    if (added < TRIM_EVERY) return
    added = 0
    await log.trim(limits.exchanges * EVENTS_PER_EXCHANGE, limits.bytes)
  }

  /** What the entries tell of is stored already. */
  const appendIfPossible = (entries: readonly LoggedEntry[]) => ifReachable(append(entries))

  /** The entries among which a filter finds what it wants: at least so many as are asked for, if there are so many. */
  async function entriesFor(filter: JournalFilter, most: number | undefined): Promise<JournalEntry[]> {
    const { simulator, operation, status, since, until, after } = filter
    const labels = {
      kind: 'exchange',
      ...(simulator !== undefined && { simulator }),
      ...(operation !== undefined && { operation }),
      ...(status !== undefined && { status }),
    }
    const limit = since === undefined && until === undefined ? most : undefined
    if (after === undefined || limit === undefined) {
      const found = await log.latest(limit ?? limits.exchanges, labels)
      return found.map(({ json }) => readLogged<JournalEntry>(json))
    }
    // No exchange has a place before its number. Those between them are skipped.
    const entries: JournalEntry[] = []
    for (let turn = after; entries.length < limit; ) {
      const found = await log.following(turn, limit, labels)
      for (const { json } of found) {
        const entry = readLogged<JournalEntry>(json)
        if (entry.id > after) entries.push(entry)
      }
      if (found.length < limit) break
      turn = found.at(-1)?.turn ?? turn
    }
    return entries
  }

  async function events(): Promise<LogEvent[]> {
    const found = await log.latest(limits.exchanges * EVENTS_PER_EXCHANGE)
    return found
      .filter(({ labels }) => labels.kind !== 'exchange' && labels.kind !== DELETION)
      .map(({ json }) => readLogged<LogEvent>(json))
  }

  return {
    shared: true,

    open() {
      position = { exchange: position.exchange + 1, turn: position.turn + 1 }
      return { id: position.exchange, turn: position.turn }
    },

    position: () => position,

    continueAfter(reached) {
      position = reached
    },

    note(event, at) {
      position = { ...position, turn: position.turn + 1 }
      noted.push({ ...event, turn: position.turn, at })
    },

    unitEnded(stored) {
      if (noted.length === 0) return undefined
      const ended = noted
      noted = []
      return stored ? appendIfPossible(ended.map(writeEvent)) : undefined
    },

    record: (entry) => appendIfPossible([writeExchange(entry)]),

    find: async (filter = {}) => findAmong(await entriesFor(filter, filter.limit), filter),

    page: async (filter = {}) => {
      // One more tells whether another page follows.
      const most = (filter.limit ?? PAGE) + 1
      return pageAmong(await entriesFor(filter, most), filter)
    },

    async actions() {
      const found = await log.latest(limits.exchanges * EVENTS_PER_EXCHANGE, { kind: 'control' })
      return actionsAmong(found.map(({ json }) => readLogged<LogEvent>(json)))
    },

    async contents() {
      const kept = await entriesFor({}, undefined)
      const missing = kept.length < position.exchange
      return {
        exchanges: kept,
        events: await events(),
        incomplete: missing
          ? 'Its oldest exchanges were dropped, or a request was still under way.'
          : undefined,
      }
    },

    clear: () => log.clear(),

    restart() {
      position = { exchange: 0, turn: 0 }
      noted = []
    },

    // What is missing shows in the numbers.
    spoil() {},
  }
}
