/** Applies a matched fault to a finished answer: delays it, or tells the transport how to break it. */
import type { Instant } from '../harness/clock.ts'
import { durationOf } from '../harness/clock.ts'
import type { Waiters } from '../harness/waiters.ts'
import type { ApiResponse } from '../http/messages.ts'
import type { MatchedFault, OperationFault } from './faults.ts'

/** Resolves with true when the clock has reached an instant, with false if the harness is reset or closed. */
type Until = Waiters['until']

const PIECES = 8

/**
 * @param aborted gives a signal that says when the client no longer waits for the answer.
 * @returns the answer as it leaves the engine, at the time at which it leaves.
 */
export async function applyFault(
  response: ApiResponse,
  fault: MatchedFault<OperationFault>,
  at: Instant,
  until: Until,
  aborted?: () => AbortSignal,
): Promise<ApiResponse> {
  switch (fault.fault) {
    case 'status':
      return response
    case 'delay':
      return (await until(at + (fault.delayed ?? 0), aborted?.())) ? response : broken(response)
    case 'reset':
    case 'response-lost':
      return broken(response)
    case 'slow-body': {
      const bytes = bytesOf(response)
      if (bytes.byteLength === 0) return response
      const gone = new AbortController()
      const stop = () => gone.abort()
      aborted?.().addEventListener('abort', stop, { once: true })
      const pieces = slowly(bytes, at, durationOf(fault.during), (due) => until(due, gone.signal))
      return { ...response, transportFault: { kind: 'pieces', pieces, length: bytes.byteLength, stop } }
    }
    case 'truncated-body': {
      const bytes = bytesOf(response)
      if (bytes.byteLength === 0) return response
      return {
        ...response,
        transportFault: { kind: 'pieces', pieces: half(bytes), length: bytes.byteLength },
      }
    }
  }
}

const broken = (response: ApiResponse): ApiResponse => ({ ...response, transportFault: { kind: 'reset' } })

function bytesOf({ body = '' }: ApiResponse): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body) : body
}

/** The body in equal pieces: the first at once, the last at the end of the duration. */
async function* slowly(
  bytes: Uint8Array,
  at: Instant,
  during: number,
  until: Until,
): AsyncGenerator<Uint8Array> {
  const count = Math.min(PIECES, bytes.byteLength)
  for (let piece = 0; piece < count; piece += 1) {
    const due = count === 1 ? at + during : at + Math.round((during * piece) / (count - 1))
    if (!(await until(due))) throw new Error('The harness was reset or closed, or the client has left.')
    const from = Math.floor((bytes.byteLength * piece) / count)
    yield bytes.subarray(from, Math.floor((bytes.byteLength * (piece + 1)) / count))
  }
}

async function* half(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, Math.ceil(bytes.byteLength / 2) - (bytes.byteLength === 1 ? 1 : 0))
  throw new Error('The body ends here.')
}
