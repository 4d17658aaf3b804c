/** Stores deliveries, each with all of its attempts. */
import type { Collection, CollectionDefinition, Page, Store } from '../store/store.ts'
import type { Delivery } from './delivery.ts'

const deliveries: CollectionDefinition<Delivery> = {
  key: ({ id }) => id,
  indexes: {
    pending: ({ simulator, subscription, state }) =>
      state === 'PENDING' ? `${simulator}/${subscription}` : undefined,
    held: ({ simulator, subscription, state, held }) =>
      held && state === 'PENDING' ? `${simulator}/${subscription}` : undefined,
  },
  secret: ['secret'],
}

export type DeliveryStore = Collection<Delivery>

export const deliveryStoreOf = (store: Pick<Store, 'collection'>): DeliveryStore =>
  store.collection('deliveries', deliveries)

/** Whether an earlier message for the same webhook will be sent without waiting for another one. */
export async function isAfterOthers(deliveryStore: DeliveryStore, delivery: Delivery): Promise<boolean> {
  const { id, simulator, subscription } = delivery
  const { rows } = await deliveryStore.page({
    index: 'pending',
    equals: `${simulator}/${subscription}`,
    limit: 100,
  })
  return rows.some(({ doc }) => doc.id !== id && !doc.held && !doc.afterOthers)
}

/** Messages for the same webhook that are held back until another message was sent. */
export function heldBesides(
  deliveryStore: DeliveryStore,
  { simulator, subscription }: Pick<Delivery, 'simulator' | 'subscription'>,
  limit: number,
): Promise<Page<Delivery>> {
  return deliveryStore.page({ index: 'held', equals: `${simulator}/${subscription}`, limit })
}

/** Drops the unsent messages for a webhook. */
export async function dropPending(
  deliveryStore: DeliveryStore,
  { simulator, subscription }: Pick<Delivery, 'simulator' | 'subscription'>,
): Promise<void> {
  for (;;) {
    const { rows } = await deliveryStore.page({
      index: 'pending',
      equals: `${simulator}/${subscription}`,
      limit: 100,
    })
    if (rows.length === 0) return
    for (const { doc } of rows) {
      await deliveryStore.put({ ...doc, state: 'DROPPED', nextAttemptAt: undefined })
    }
  }
}
