/** How many bytes of bodies a server holds at once, of all requests together. */
import type { IncomingMessage, ServerResponse } from 'node:http'

/** Counts more bytes of one request; false if the server would hold too many. */
export type HoldBytes = (bytes: number) => boolean

export interface HeldBodies {
  /** Starts to count for a request. What it held is free when the request is over. */
  of(request: IncomingMessage, response: ServerResponse): HoldBytes
}

export const HELD_BODIES = 256 * 1024 * 1024

export function createHeldBodies(limit: number): HeldBodies {
  let held = 0
  return {
    of(request, response) {
      let own = 0
      let over = false
      const { socket } = request
      function free(): void {
        over = true
        held -= own
        own = 0
        socket.off('close', free)
      }
      // A request closes when it has been read, which is long before its answer may be there.
      response.once('close', free)
      // The answer to a pipelined request may never have had the connection.
      socket.on('close', free)
      return (bytes) => {
        if (held + bytes > limit) return false
        if (!over) {
          own += bytes
          held += bytes
        }
        return true
      }
    },
  }
}
