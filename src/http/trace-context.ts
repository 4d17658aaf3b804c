/** Which trace a request belongs to, by the header `traceparent` of W3C Trace Context. */
import type { ApiRequest } from './messages.ts'

const IDS = '(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}'
/** Version 00 has nothing else; later ones may have more, after a hyphen. */
const TRACEPARENT = new RegExp(`^(?:00-${IDS}|(?!00|ff)[0-9a-f]{2}-${IDS}(?:-.*)?)$`)

/** The id of the trace, 32 hexadecimal digits; undefined if there is none, or if the header is broken. */
export function traceIdOf(traceparent: string | undefined): string | undefined {
  if (traceparent === undefined) return undefined
  const [, first, later] = TRACEPARENT.exec(traceparent) ?? []
  return first ?? later
}

/** The `traceparent` of a request: that of the door's span, or else the client's, if it is a valid one. */
export function traceOf({ trace, headers }: Pick<ApiRequest, 'trace' | 'headers'>): string | undefined {
  if (trace !== undefined) return trace
  const { traceparent } = headers
  return traceIdOf(traceparent) && traceparent
}
