/** The webhook messages that were sent or are to be sent. */
import { type Delivery, type DeliveryFilter, isWanted } from '../deliveries/delivery.ts'
import { droppedDeliveries } from '../deliveries/delivery-bound.ts'
import { deliveryStoreOf } from '../deliveries/delivery-store.ts'
import { enqueue } from '../deliveries/enqueue.ts'
import { explainDeliveries } from '../deliveries/explain-deliveries.ts'
import type { Scheduler } from '../harness/scheduler.ts'
import type { TransactionClock } from '../harness/unit-of-work.ts'
import { allRows } from '../store/all-rows.ts'
import type { Store } from '../store/store.ts'
import { checkFilter, limit as limitSchema, name } from './check-filter.ts'
import type { Control, ShownDelivery } from './control.ts'
import type { Recorder } from './recorder.ts'
import { UsageError } from './usage-error.ts'

export interface DeliveryControlDeps {
  store: Pick<Store, 'collection' | 'jobs' | 'getMeta'>
  clock: Pick<TransactionClock, 'now'>
  scheduler: Pick<Scheduler, 'settled'>
  recorder: Pick<Recorder, 'change'>
}

const FILTER = {
  simulator: name,
  event: name,
  state: { enum: ['PENDING', 'DELIVERED', 'DECLINED', 'FAILED', 'BLOCKED', 'DROPPED'], optional: true },
  limit: limitSchema,
}

/** Deliveries that are listed if no limit is given. */
const LISTED = 1_000

export function createDeliveryControl(deps: DeliveryControlDeps): Control['deliveries'] {
  const { store, clock, scheduler, recorder } = deps
  const deliveries = deliveryStoreOf(store)

  async function list(filter: DeliveryFilter): Promise<ShownDelivery[]> {
    const all = await allRows(deliveries)
    return all.filter((delivery) => isWanted(delivery, filter)).map(withoutSecret)
  }

  return {
    async list(wanted) {
      const { limit = LISTED, ...filter } = checkFilter('The list of deliveries', FILTER, wanted) ?? {}
      return (await list(filter)).slice(-limit)
    },

    dropped: () => droppedDeliveries(store),

    async explain(filter) {
      const shown = explainDeliveries(await list({}), filter)
      const dropped = await droppedDeliveries(store)
      return dropped === 0 ? shown : `${dropped} older messages were dropped.\n${shown}`
    },

    async redeliver(id) {
      const work = async () => {
        const delivery = await deliveries.get(id)
        if (!delivery) {
          const dropped = await droppedDeliveries(store)
          const why = dropped > 0 ? ` The oldest ${dropped} were dropped.` : ''
          throw new UsageError(`There is no delivery "${id}".${why}`, 404)
        }
        // It does not wait for others then.
        const { after, ...free } = delivery
        return withoutSecret((await enqueue(store, free, clock.now())).delivery)
      }
      return recorder.change(work, 'deliveries.redeliver', id)
    },

    settled: () => scheduler.settled(),
  }
}

function withoutSecret({ secret, ...shown }: Delivery): ShownDelivery {
  return shown
}
