/** Drops the oldest finished deliveries, so that a store does not grow with everything that was ever sent. */
import { allRows } from '../store/all-rows.ts'
import type { Store } from '../store/store.ts'
import { deliveryStoreOf } from './delivery-store.ts'

/** Finished deliveries that are kept. */
export const KEPT_DELIVERIES = 10_000

const DROPPED = 'droppedDeliveries'

/** How many deliveries were dropped since the start. */
export async function droppedDeliveries({ getMeta }: Pick<Store, 'getMeta'>): Promise<number> {
  return Number((await getMeta(DROPPED)) ?? 0)
}

export interface DeliveryBound {
  /** Call it after each attempt, in its unit of work. */
  attempted(): Promise<void>
}

/** @param kept how many finished deliveries are kept. A tenth more can be there, since to look for them costs time. */
export function createDeliveryBound(
  store: Pick<Store, 'collection' | 'getMeta' | 'setMeta'>,
  kept: number,
): DeliveryBound {
  const deliveries = deliveryStoreOf(store)
  const every = Math.max(1, Math.floor(kept / 10))
  let attempts = 0

  return {
    async attempted() {
      attempts += 1
      if (attempts % every !== 0 || (await deliveries.count()) <= kept) return
      const finished = (await allRows(deliveries)).filter(({ state }) => state !== 'PENDING')
      const tooMany = finished.slice(0, Math.max(0, finished.length - kept))
      for (const { id } of tooMany) await deliveries.delete(id)
      if (tooMany.length === 0) return
      await store.setMeta(DROPPED, String((await droppedDeliveries(store)) + tooMany.length))
    },
  }
}
