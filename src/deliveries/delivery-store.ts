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

/** Whether a message that this one comes after is still to be sent. One that waits for the next message does not count. */
export async function isTooEarly(deliveryStore: DeliveryStore, { after = [] }: Delivery): Promise<boolean> {
  for (const id of after) {
    const earlier = await deliveryStore.get(id)
    if (earlier?.state === 'PENDING' && !earlier.held) return true
  }
  return false
}

/** The unsent messages for a webhook. */
export async function pendingFor(
  deliveryStore: DeliveryStore,
  { simulator, subscription }: Pick<Delivery, 'simulator' | 'subscription'>,
): Promise<Delivery[]> {
  const { rows } = await deliveryStore.page({
    index: 'pending',
    equals: `${simulator}/${subscription}`,
    limit: 100,
  })
  return rows.map(({ doc }) => doc)
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
    const pending = await pendingFor(deliveryStore, { simulator, subscription })
    if (pending.length === 0) return
    for (const delivery of pending) {
      await deliveryStore.put({ ...delivery, state: 'DROPPED', nextAttemptAt: undefined })
    }
  }
}
