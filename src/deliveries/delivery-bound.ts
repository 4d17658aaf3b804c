/** Drops the oldest finished deliveries, so that a store does not grow with everything that was ever sent. */
import type { Store } from '../store/store.ts'
import { deliveryStoreOf } from './delivery-store.ts'

/** Finished deliveries that are kept. */
export const KEPT_DELIVERIES = 10_000

const DROPPED = 'droppedDeliveries'
const PAGE = 500

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

  async function finished(): Promise<string[]> {
    const ids: string[] = []
    let position = 0
    for (;;) {
      const { rows, more } = await deliveries.page({ after: { position }, limit: PAGE })
      for (const { doc } of rows) if (doc.state !== 'PENDING') ids.push(doc.id)
      position = rows.at(-1)?.position ?? position
      if (!more) return ids
    }
  }

  return {
    async attempted() {
      attempts += 1
      if (attempts % every !== 0 || (await deliveries.count()) <= kept) return
      const ids = await finished()
      const tooMany = ids.slice(0, Math.max(0, ids.length - kept))
      for (const id of tooMany) await deliveries.delete(id)
      if (tooMany.length === 0) return
      await store.setMeta(DROPPED, String((await droppedDeliveries(store)) + tooMany.length))
    },
  }
}
