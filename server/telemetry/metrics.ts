/**
 * The metrics of a server in the text format of Prometheus, made when somebody asks. No label has a value that a client
 * chooses: operations are those of the contracts, and tenants are only counted.
 */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { othersTurn } from '../../src/harness/clock.ts'
import { StoreUnavailable } from '../../src/store/shared-store.ts'
import type { StoreFigures, TenantStores } from '../tenants/stores.ts'
import type { Tenants } from '../tenants/tenants.ts'
import { type AttemptCounts, type Counts, LATENCIES } from './counts.ts'

export interface MetricsDeps {
  counts: Counts
  tenants: Pick<Tenants, 'all'>
  stores: Pick<TenantStores, 'kind' | 'figures' | 'queues'>
}

/** After so many tenants others have their turn. */
const TENANTS_A_TURN = 100

/** Reads the metrics. Who asks while they are being read gets the same ones. */
export function createMetrics(deps: MetricsDeps): () => Promise<string> {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  addRequests(registry, deps)
  addDeliveries(registry, deps)
  const readWork = addWork(registry, deps)
  const readStore = addStore(registry, deps)
  let reading: Promise<string> | undefined

  async function read(): Promise<string> {
    await readWork()
    await readStore()
    return registry.metrics()
  }

  return () => {
    reading ??= read().finally(() => {
      reading = undefined
    })
    return reading
  }
}

function addRequests(registry: Registry, { counts }: MetricsDeps): void {
  new Counter({
    name: 'tvilling_requests_total',
    help: 'Requests to the simulators. Status 0: a fault broke the connection.',
    labelNames: ['simulator', 'operation', 'status'],
    registers: [registry],
    collect() {
      this.reset()
      for (const [name, { statuses }] of counts.operations) {
        for (const [status, count] of statuses) this.inc({ ...labelsOf(name), status }, count)
      }
    },
  })
  const name = 'tvilling_request_duration_seconds'
  const help = 'From the whole request to its answer, by the wall clock.'
  const latency = new Histogram({
    name,
    help,
    labelNames: ['simulator', 'operation'],
    registers: [registry],
  })
  // A histogram of prom-client takes single values only; here they are counted already.
  const getForPromString = async () => ({
    name,
    help,
    type: 'histogram',
    values: [...counts.operations].flatMap(([operation, { buckets, sum, count }]) => {
      const labels = labelsOf(operation)
      let below = 0
      return [
        ...LATENCIES.map((bound, index) => {
          below += buckets[index] as number
          return { metricName: `${name}_bucket`, labels: { ...labels, le: bound / 1_000 }, value: below }
        }),
        { metricName: `${name}_bucket`, labels: { ...labels, le: '+Inf' }, value: count },
        { metricName: `${name}_sum`, labels, value: sum / 1_000 },
        { metricName: `${name}_count`, labels, value: count },
      ]
    }),
  })
  Object.assign(latency, { getForPromString })
  new Counter({
    name: 'tvilling_defects_total',
    help: 'Defects of Tvilling: a simulator broke its contract or threw.',
    registers: [registry],
    collect() {
      this.reset()
      this.inc(counts.defects)
    },
  })
}

/** Operations are called `<simulator>.<operation>`. */
function labelsOf(name: string): { simulator: string; operation: string } {
  const dot = name.indexOf('.')
  return dot === -1
    ? { simulator: '', operation: name }
    : { simulator: name.slice(0, dot), operation: name.slice(dot + 1) }
}

function addDeliveries(registry: Registry, { counts }: MetricsDeps): void {
  const counter = (
    name: string,
    help: string,
    of: ReadonlyMap<string, AttemptCounts>,
    label: 'outcome' | 'state',
  ) =>
    new Counter({
      name,
      help,
      labelNames: ['simulator', label],
      registers: [registry],
      collect() {
        this.reset()
        for (const { simulator, outcome, count } of of.values())
          this.inc({ simulator, [label]: outcome }, count)
      },
    })
  counter(
    'tvilling_delivery_attempts_total',
    'Attempts of this server to deliver webhook messages.',
    counts.attempts,
    'outcome',
  )
  counter(
    'tvilling_deliveries_total',
    'Webhook messages that this server is done with, by the state they ended in.',
    counts.finished,
    'state',
  )
}

/** @returns what reads the values before each scrape. */
function addWork(registry: Registry, deps: MetricsDeps): () => Promise<void> {
  const gauge = gaugesIn(registry)
  const open = gauge('tvilling_tenants', 'Tenants that are open in this server.')
  const jobs = gauge(
    'tvilling_jobs',
    'Transitions and deliveries of all open tenants that wait for their time, or to be done.',
  )
  const late = gauge('tvilling_late_tenants', 'Open tenants with a job that is due and that nobody works on.')
  const lag = gauge(
    'tvilling_job_lag_seconds',
    'By how much the latest job of all tenants is late, in seconds of the wall clock.',
  )
  return async () => {
    open.set(deps.tenants.all().size)
    const found = await workOf(deps)
    if (!found) return
    jobs.set(found.jobs)
    late.set(found.late)
    lag.set(found.lag / 1_000)
  }
}

/** Undefined if the store cannot be reached: the last known values stand. */
async function workOf({ tenants, stores }: Pick<MetricsDeps, 'tenants' | 'stores'>) {
  const found = { jobs: 0, late: 0, lag: 0 }
  try {
    const queues = await stores.queues?.()
    let looked = 0
    for (const [name, harness] of [...tenants.all()]) {
      const queue = queues ? queues.get(name) : await harness.backlog()
      const lateness = harness.latenessOf(queue?.nextDue)
      found.jobs += queue?.jobs ?? 0
      found.late += lateness > 0 ? 1 : 0
      found.lag = Math.max(found.lag, lateness)
      looked += 1
      if (looked % TENANTS_A_TURN === 0) await othersTurn()
    }
    return found
  } catch (error) {
    if (error instanceof StoreUnavailable) return undefined
    throw error
  }
}

/** @returns what reads the values before each scrape. */
function addStore(registry: Registry, { stores }: MetricsDeps): () => Promise<void> {
  new Gauge({
    name: 'tvilling_store_info',
    help: 'The kind of store that the tenants are in.',
    labelNames: ['kind'],
    registers: [registry],
  }).set({ kind: stores.kind }, 1)
  const setFigures = { memory: () => {}, sqlite: addFiles, postgres: addPostgres }[stores.kind](registry)
  return async () => setFigures?.(await stores.figures())
}

function addFiles(registry: Registry): (figures: StoreFigures) => void {
  const size = gaugesIn(registry)('tvilling_store_bytes', 'Size of the files of all tenants.')
  return ({ bytes = 0 }) => size.set(bytes)
}

function addPostgres(registry: Registry): (figures: StoreFigures) => void {
  const gauge = gaugesIn(registry)
  const counter = (name: string, help: string) => new Counter({ name, help, registers: [registry] })
  const used = gauge('tvilling_postgres_connections', 'Connections that are in use.')
  const most = gauge('tvilling_postgres_connections_max', 'Connections that this server uses at most.')
  const waiting = gauge('tvilling_postgres_waiting', 'Transactions that wait for a connection.')
  const away = gauge('tvilling_postgres_unavailable', '1 while the database cannot be reached.')
  const transactions = counter(
    'tvilling_postgres_transactions_total',
    'Transactions; a single statement is one of its own.',
  )
  const outages = counter('tvilling_postgres_outages_total', 'Times at which the database went away.')
  return ({ connections }) => {
    if (!connections) return
    used.set(connections.used)
    most.set(connections.most)
    waiting.set(connections.waiting)
    away.set(connections.away ? 1 : 0)
    for (const [metric, count] of [
      [transactions, connections.transactions],
      [outages, connections.outages],
    ] as const) {
      metric.reset()
      metric.inc(count)
    }
  }
}

const gaugesIn = (registry: Registry) => (name: string, help: string) =>
  new Gauge({ name, help, registers: [registry] })
