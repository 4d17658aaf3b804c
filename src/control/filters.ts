/** What faults and filters can name, simulator by simulator. */
import type { Delivery, DeliveryFilter } from '../deliveries/delivery.ts'
import type { DeliveryFault, FaultDeclaration, OperationFault } from '../faults/faults.ts'
import type { JournalFilter } from '../journal/journal.ts'
import type { SimulatorNames, Untyped } from '../simulator/simulator-names.ts'

/** A fault of one simulator's operations or, if it sends any, of its webhook messages. */
export type FaultOf<N extends SimulatorNames> = Untyped<N, FaultOfEach<N>, FaultDeclaration>
type FaultOfEach<N extends SimulatorNames> = N extends unknown
  ?
      | OperationFault<N['name'], N['operations']>
      | ([N['webhooks']] extends [never] ? never : DeliveryFault<N['name'], N['webhooks']>)
  : never

/** Exchanges of one simulator's operations, or of an operation whichever simulator has it. */
export type JournalFilterOf<N extends SimulatorNames> = Untyped<
  N,
  Omit<JournalFilter, 'simulator' | 'operation'> &
    (OperationOfEach<N> | { simulator?: never; operation?: N['operations'] }),
  JournalFilter
>
type OperationOfEach<N extends SimulatorNames> = N extends unknown
  ? { simulator: N['name']; operation?: N['operations'] }
  : never

/** Messages of one simulator's events, or of an event whichever simulator has it. */
export type DeliveryFilterOf<N extends SimulatorNames> = Untyped<
  N,
  Omit<DeliveryFilter, 'simulator' | 'event' | 'state'> & { state?: Delivery['state'] } & (
      | EventOfEach<N>
      | { simulator?: never; event?: N['webhooks'] }
    ),
  DeliveryFilter
>
type EventOfEach<N extends SimulatorNames> = N extends unknown
  ? { simulator: N['name']; event?: N['webhooks'] }
  : never
