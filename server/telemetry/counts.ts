/**
 * What a server counts while it works: plain numbers, since every request pays for them. `metrics.ts` makes the metrics of
 * them when somebody asks.
 */
import type { ObservedAttempt } from '../../src/deliveries/delivery.ts'
import type { ApiResponse } from '../../src/http/messages.ts'

/** Upper bounds of the buckets of latencies, in milliseconds. */
export const LATENCIES = [1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000]

export interface OperationCounts {
  /** How many answers had a status. A connection that a fault broke has status 0. */
  statuses: Map<number, number>
  /** How many answers took at most as long as each of `LATENCIES`, and more than the one before; the last one took longer. */
  buckets: number[]
  /** Milliseconds, of all answers. */
  sum: number
  count: number
}

export interface AttemptCounts {
  simulator: string
  outcome: string
  count: number
}

export interface Counts {
  /** @param took milliseconds. */
  exchange(response: Pick<ApiResponse, 'status' | 'headers'>, took: number): void
  attempt(attempt: Pick<ObservedAttempt, 'simulator' | 'outcome' | 'state'>): void
  defect(): void
  /** By `<simulator>.<operation>`; all requests that match no operation have one entry. */
  readonly operations: ReadonlyMap<string, OperationCounts>
  readonly attempts: ReadonlyMap<string, AttemptCounts>
  /** Messages whose last attempt is made, by how that ended. */
  readonly finished: ReadonlyMap<string, AttemptCounts>
  readonly defects: number
}

/** Stands for the operation of requests that match none. */
export const UNMATCHED = 'unmatched'

export function createCounts(): Counts {
  const operations = new Map<string, OperationCounts>()
  const attempts = new Map<string, AttemptCounts>()
  const finished = new Map<string, AttemptCounts>()
  let defects = 0

  function begin(operation: string): OperationCounts {
    const counts = {
      statuses: new Map(),
      buckets: new Array<number>(LATENCIES.length + 1).fill(0),
      sum: 0,
      count: 0,
    }
    operations.set(operation, counts)
    return counts
  }

  function add(to: Map<string, AttemptCounts>, simulator: string, outcome: string): void {
    const key = `${simulator} ${outcome}`
    const known = to.get(key)
    if (known) known.count += 1
    else to.set(key, { simulator, outcome, count: 1 })
  }

  return {
    operations,
    attempts,
    finished,

    get defects() {
      return defects
    },

    exchange({ status, headers }, took) {
      const operation = headers['x-tvilling-operation'] ?? UNMATCHED
      const counts = operations.get(operation) ?? begin(operation)
      counts.statuses.set(status, (counts.statuses.get(status) ?? 0) + 1)
      let bucket = 0
      while (bucket < LATENCIES.length && took > (LATENCIES[bucket] as number)) bucket += 1
      counts.buckets[bucket] = (counts.buckets[bucket] as number) + 1
      counts.sum += took
      counts.count += 1
    },

    attempt({ simulator, outcome, state }) {
      add(attempts, simulator, outcome)
      if (state !== 'PENDING') add(finished, simulator, state)
    },

    defect() {
      defects += 1
    },
  }
}
