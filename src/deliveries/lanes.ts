/**
 * Messages on their way. Those in one lane are sent one after the other, and a webhook has a lane of its own, so
 * that its receiver gets them in order and a slow receiver does not delay others.
 */
import type { SentDelivery } from './delivery.ts'

/** Resolves with `undefined` if there was nothing to send. Nothing may be written once it is no longer `wanted`. */
export type Send = (wanted: () => boolean) => Promise<SentDelivery | undefined>

export interface Lanes {
  /** Sends when everything before it in its lane has arrived; never rejects. */
  enter(lane: string, send: Send): Promise<SentDelivery | undefined>
  areEmpty(): boolean
  /** Resolves when everything that is in a lane now has arrived. */
  arrived(): Promise<void>
  /** Lets go of all that is on its way: it is no longer wanted. */
  forget(): void
  /** What stands in line behind another message is not sent any more. */
  stop(): void
}

export interface LanesDeps {
  /** Hears of each message that left its lane. */
  left: () => void
  reportDefect: (error: unknown) => void
}

export function createLanes({ left, reportDefect }: LanesDeps): Lanes {
  /** The end of each lane. */
  const ends = new Map<string, Promise<unknown>>()
  /** Counts up when everything is forgotten. */
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
