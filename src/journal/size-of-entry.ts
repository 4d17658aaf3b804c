/** How much room an exchange takes in the journal. */
import type { JournalEntry } from './journal.ts'

/** Bytes of an exchange without its bodies and its URL, roughly. */
const SMALLEST = 500

/** Size in bytes, roughly. */
export function sizeOf({ request, response }: JournalEntry): number {
  const url = request.path.length + request.query.length
  return SMALLEST + url + (request.body?.byteLength ?? 0) + (response.body?.length ?? 0)
}
