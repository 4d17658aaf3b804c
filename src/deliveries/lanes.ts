/**
 * Messages that are being sent. Each webhook has its own lane, and the messages in a lane are sent one after the other: a
 * receiver gets them in order, and a slow receiver does not delay others.
 */
import type { SentDelivery } from './delivery.ts'

/** Resolves with `undefined` if there was nothing to send. It must write nothing if it is no longer `wanted`. */
export type Send = (wanted: () => boolean) => Promise<SentDelivery | undefined>

export interface Lanes {
  /** Sends after everything before it in its lane has arrived; never rejects. */
  enter(lane: string, send: Send): Promise<SentDelivery | undefined>
  areEmpty(): boolean
  /** Resolves when everything that is in a lane now has arrived. */
  arrived(): Promise<void>
  /** Makes all messages that are being sent unwanted, and does not wait for them. */
  forget(): void
  /** Messages that wait behind another one are no longer sent. */
  stop(): void
}

export interface LanesDeps {
  /** Called for each message that has left its lane. */
  left: () => void
  reportDefect: (error: unknown) => void
}

export function createLanes({ left, reportDefect }: LanesDeps): Lanes {
  /** The last message of each lane. */
  const ends = new Map<string, Promise<unknown>>()
  /** Grows with each `forget`. */
  let generation = 0
  let stopped = false

  return {
    enter(lane, send) {
      const previous = ends.get(lane) ?? Promise.resolve()
      const born = generation
      const wanted = () => generation === born
      const flight = previous.then(async () => {
        if (stopped || !wanted()) return undefined
        try {
          return await send(wanted)
        } catch (error) {
          reportDefect(error)
          return undefined
        }
      })
      ends.set(lane, flight)
      void flight.then(() => {
        if (ends.get(lane) === flight) ends.delete(lane)
        left()
      })
      return flight
    },

    areEmpty: () => ends.size === 0,

    async arrived() {
      await Promise.all(ends.values())
    },

    forget() {
      generation += 1
      ends.clear()
    },

    stop() {
      stopped = true
    },
  }
}
