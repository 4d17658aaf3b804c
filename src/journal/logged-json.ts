/** Exchanges and events as JSON texts, for a journal that is stored. Bytes are written in base64. */
import type { LoggedEntry } from '../store/shared-store.ts'
import type { JournalEntry } from './journal.ts'
import type { LogEvent } from './log-event.ts'

/** Stands for bytes: no body of the engine is such an object. */
const BYTES = 'tvilling:bytes'

export function writeExchange(entry: JournalEntry): LoggedEntry {
  const { simulator, operation, response, turn = 0 } = entry
  return {
    turn,
    labels: {
      kind: 'exchange',
      status: response.status,
      ...(simulator !== undefined && { simulator }),
      ...(operation !== undefined && { operation }),
    },
    json: JSON.stringify(entry, withBytes),
  }
}

export function writeEvent(event: LogEvent): LoggedEntry {
  return { turn: event.turn, labels: { kind: event.kind }, json: JSON.stringify(event, withBytes) }
}

export function readLogged<T extends JournalEntry | LogEvent>(json: string): T {
  return JSON.parse(json, (_, value) => {
    const text = typeof value === 'object' && value !== null ? value[BYTES] : undefined
    return typeof text === 'string' ? new Uint8Array(Buffer.from(text, 'base64')) : value
  }) as T
}

/** `JSON.stringify` gives a Buffer as what its `toJSON` says, so the value is taken from its holder. */
function withBytes(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const given = this[key]
  return given instanceof Uint8Array ? { [BYTES]: Buffer.from(given).toString('base64') } : value
}
