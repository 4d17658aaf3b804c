/** Connections to PostgreSQL: a bounded number of them, prepared statements, time-outs, and what counts as unavailable. */
import type { ClientConfig, DatabaseError, Pool, PoolClient } from 'pg'
import type { ConnectionFigures } from './connection-figures.ts'
import { StoreUnavailable } from './shared-store.ts'

export type Value = string | number | null | readonly (string | number | null)[]

export interface Answer {
  rows: Record<string, unknown>[]
  /** How many rows were found or changed. */
  count: number
}

export interface QueryOptions {
  /** It may take minutes. In a transaction, so may what follows. */
  long?: boolean
}

export interface Connection {
  /** Runs one statement, which is prepared when it is run for the first time. */
  query(text: string, values?: readonly Value[], options?: QueryOptions): Promise<Answer>
  /** Runs several statements without parameters in one round trip. */
  script(sql: string): Promise<Answer[]>
}

export interface LentConnection extends Connection {
  /** Ends it. If an error left it in an unknown state, it is closed. */
  giveBack(): void
}

export interface Connections {
  /** Waits for a free connection; fails at once while it is known that the database cannot be reached. */
  lend(): Promise<LentConnection>
  /** One statement on any connection. */
  query: Connection['query']
  /** The database cannot be reached: who waits for a connection fails, and so does who asks from now on. */
  setAway(reason: StoreUnavailable | undefined): void
  figures(): ConnectionFigures
  /** Breaks the connections that are lent, instead of waiting for answers. */
  breakAll(): void
  end(): Promise<void>
}

const CONNECT_TIMEOUT = 5_000
const STATEMENT_TIMEOUT = 30_000
/** Later than the server's own time-out, for a server that does not answer at all. */
const ANSWER_TIMEOUT = STATEMENT_TIMEOUT + 5_000

/**
 * Every statement reads by an index, also when PostgreSQL does not know yet how large the tables are. A process whose
 * machine vanished loses its locks within half a minute.
 */
export const SESSION = `
  SET enable_seqscan = off; SET enable_bitmapscan = off; SET enable_sort = off; SET jit = off;
  SET plan_cache_mode = force_generic_plan; SET client_min_messages = warning; SET standard_conforming_strings = on;
  SET statement_timeout = ${STATEMENT_TIMEOUT}; SET idle_in_transaction_session_timeout = ${STATEMENT_TIMEOUT};
  SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3`

const LONG_TIMEOUT = 600_000

const BIGINT = 20

/** Of a connection; numbers of the type bigint are below 2^53 here. */
export async function connectionConfig(url: string): Promise<ClientConfig> {
  const { default: pg } = await import('pg')
  return {
    connectionString: url,
    application_name: 'tvilling',
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    query_timeout: ANSWER_TIMEOUT,
    keepAlive: true,
    types: {
      getTypeParser: ((oid: number, format?: 'text') =>
        oid === BIGINT ? Number : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  }
}

export function createConnections(pool: Pool, most: number): Connections {
  const prepared = new WeakSet<PoolClient>()
  const names = new Map<string, string>()
  const waiting: { resolve: () => void; reject: (error: Error) => void }[] = []
  const lentClients = new Set<PoolClient>()
  let free = most
  let away: StoreUnavailable | undefined
  let transactions = 0
  let outages = 0

  // An idle connection that breaks is dropped by the pool; a lent one tells in the query under way, or in the next.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))

  function nameOf(text: string): string {
    let name = names.get(text)
    if (!name) {
      name = `tvilling_${names.size + 1}`
      names.set(text, name)
    }
    return name
  }

  /** The pool's own queue is not used: its time-out would count a busy database as one that does not answer. */
  async function turn(): Promise<void> {
    if (away) throw away
    if (free > 0) free -= 1
    else await new Promise<void>((resolve, reject) => waiting.push({ resolve, reject }))
  }

  function endTurn(): void {
    const next = waiting.shift()
    if (next) next.resolve()
    else free += 1
  }

  async function lend(): Promise<LentConnection> {
    await turn()
    let client: PoolClient
    try {
      client = await pool.connect()
    } catch (error) {
      endTurn()
      throw storeError(error)
    }
    lentClients.add(client)
    let broken = false
    let given = false
    transactions += 1

    async function run<R>(work: () => Promise<R>): Promise<R> {
      if (given) throw new Error('The connection was given back.')
      try {
        return await work()
      } catch (error) {
        const told = storeError(error)
        if (told instanceof StoreUnavailable) broken = true
        throw told
      }
    }

    const lent: LentConnection = {
      query: (text, values = [], { long = false } = {}) =>
        run(async () => {
          if (long) await client.query(`SET LOCAL statement_timeout = ${LONG_TIMEOUT}`)
          const { rows, rowCount } = await client.query({
            name: nameOf(text),
            text,
            values: [...values],
            ...(long && { query_timeout: LONG_TIMEOUT }),
          })
          return { rows, count: rowCount ?? 0 }
        }),
      script: (sql) =>
        run(async () => {
          const results = await client.query(sql)
          return [results].flat().map(({ rows, rowCount }) => ({ rows, count: rowCount ?? 0 }))
        }),
      giveBack() {
        if (given) return
        given = true
        lentClients.delete(client)
        client.release(broken)
        endTurn()
      },
    }
    if (!prepared.has(client)) {
      try {
        await lent.script(SESSION)
        prepared.add(client)
      } catch (error) {
        broken = true
        lent.giveBack()
        throw error
      }
    }
    return lent
  }

  return {
    lend,

    async query(text, values) {
      const lent = await lend()
      try {
        return await lent.query(text, values)
      } finally {
        lent.giveBack()
      }
    },

    setAway(reason) {
      if (reason && !away) outages += 1
      away = reason
      if (reason) for (const { reject } of waiting.splice(0)) reject(reason)
    },

    figures: () => ({
      used: most - free,
      most,
      waiting: waiting.length,
      transactions,
      outages,
      away: away !== undefined,
    }),
    breakAll() {
      for (const client of lentClients) void client.end().catch(() => {})
    },

    end: () => pool.end(),
  }
}

/**
 * Classes of SQLSTATE that say nothing of the statement: connection, resources, the operator, time-outs, a server that
 * only reads, and transactions that met (deadlock, serialization).
 */
const UNAVAILABLE = /^(08(?!P01)|53|57|58|25006|25P03|25P04|40)/

/** An error of `pg` as the store throws it. */
export function storeError(error: unknown): Error {
  if (error instanceof StoreUnavailable) return error
  const { code, severity } = error as Partial<DatabaseError>
  // What did not come from the server is of the connection.
  if (severity !== undefined && !UNAVAILABLE.test(code ?? '')) return error as Error
  return new StoreUnavailable(`The PostgreSQL database cannot be reached: ${reasonOf(error)}`, {
    cause: error,
  })
}

/** Errors of a connection that was tried at several addresses have no message. */
export function reasonOf(error: unknown): string {
  const { message, code } = error as Partial<DatabaseError>
  return message || code || String(error)
}
