/** A request and its response as they were on the wire, and the operation that they match. */
import type { Operation, Parameter } from '../../../src/contract/contract.ts'
import type { Simulator } from '../../../src/simulator/simulator.ts'

export type Headers = readonly (readonly [name: string, value: string])[]

/** A body, or size and hash of one that is larger than the limit. */
export type Body = { bytes: Buffer } | { size: number; sha256: string }

export interface WireMessage {
  request: { method: string; url: URL; headers: Headers; body: Body }
  response: { status: number; text: string; headers: Headers; body: Body }
}

/** Undefined if no operation of the contracts matches. */
export type MatchedOperation =
  | { simulator: Simulator; operation: Operation; parameters: Record<string, string> }
  | undefined

export function headerOf(headers: Headers, wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
}

export function mediaTypeOf(headers: Headers): string {
  return headerOf(headers, 'content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
}

export function parameterNamed(
  operation: Operation | undefined,
  location: Parameter['in'],
  name: string,
): Parameter | undefined {
  return operation?.parameters.find(
    (parameter) => parameter.in === location && parameter.name.toLowerCase() === name.toLowerCase(),
  )
}
