/** The journal in memory, for a harness of one process. */
import type { Journal, JournalEntry, JournalLimits } from './journal.ts'
import { actionsAmong, type LogEvent, sizeOfLogEvent } from './log-event.ts'
import { findAmong, pageAmong } from './shown-exchange.ts'
import { sizeOf } from './size-of-entry.ts'

export function createMemoryJournal(limits: JournalLimits): Journal {
  /** Dropped entries become undefined at once; their places are removed later, many together. */
  let entries: (JournalEntry | undefined)[] = []
  let oldest = 0
  let bytes = 0
  let lastId = 0
  let turn = 0
  let opened = 0
  let events: { event: LogEvent; size: number }[] = []
  let eventBytes = 0
  let incomplete: string | undefined

  const kept = () => entries.slice(oldest).filter((entry) => entry !== undefined)

  /** An incomplete journal cannot be replayed, so it keeps only the events that people read: what control did. */
  function spoil(reason: string): void {
    if (incomplete) return
    incomplete = reason
    keepEvents(events.filter(({ event }) => event.kind === 'control'))
  }

  function keepEvents(left: typeof events): void {
    events = left
    eventBytes = events.reduce((sum, { size }) => sum + size, 0)
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
    shared: false,

    open() {
      lastId += 1
      turn += 1
      opened += 1
      return { id: lastId, turn }
    },

    position: () => ({ exchange: lastId, turn }),

    continueAfter(position) {
      lastId = Math.max(lastId, position.exchange)
    },

    note(event, at, size = sizeOfLogEvent(event)) {
      if (incomplete && event.kind !== 'control') return
      turn += 1
      events.push({ event: { ...event, turn, at }, size })
      eventBytes += size
      if (eventBytes <= limits.bytes) return
      spoil(`More was done between the exchanges than it keeps: ${limits.bytes} bytes.`)
      keepEvents(events.slice(events.length / 2))
    },

    unitEnded: () => undefined,

    actions: async () => actionsAmong(events.map(({ event }) => event)),

    async contents() {
      const exchanges = kept().sort((a, b) => (a.turn ?? a.id) - (b.turn ?? b.id))
      const underWay = exchanges.length < opened ? 'A request was still under way.' : undefined
      return { exchanges, events: events.map(({ event }) => event), incomplete: incomplete ?? underWay }
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
      return undefined
    },

    find: async (filter) => findAmong(kept(), filter),
    page: async (filter) => pageAmong(kept(), filter),

    async clear() {
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
  }
}
