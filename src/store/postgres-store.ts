/** The store of one harness in PostgreSQL. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { type PostgresAccess, type PostgresCollection, postgresCollection } from './postgres-collection.ts'
import type { Answer, Connections, LentConnection } from './postgres-connections.ts'
import { postgresJobs } from './postgres-jobs.ts'
import { postgresLog } from './postgres-log.ts'
import { rowsIn } from './postgres-rows.ts'
import { endOf, placeOf } from './postgres-text.ts'
import { beginTransaction, COUNTERS, type RowMemory, type Transaction } from './postgres-transaction.ts'
import { createTurns } from './postgres-turns.ts'
import { createQueue } from './queue.ts'
import { type SharedStore, StoreUnavailable } from './shared-store.ts'
import { compareTexts } from './sort-order.ts'
import { type Collection, type CollectionDefinition, ownTurn, type Store, type StoreDump } from './store.ts'

export interface PostgresStore {
  store: Store & { readonly shared: SharedStore }
  /** Another server changed the harness, or the connection was restored. */
  changed(): void
  /** The database cannot be reached: who waits for its turn fails. */
  away(reason: StoreUnavailable): void
  /** Does what could not be done before. */
  catchUp(): Promise<void>
}

export interface PostgresStoreDeps {
  harness: string
  connections: Connections
  /** Our number among the servers. */
  server: () => number
  /**
   * A store of this harness was closed while its claims could not be ended: the next transaction does it.
   */
  debt: { has(): boolean; owe(): void; paid(): void }
  /** Called when the store is closed. */
  closed: () => void
}

export function postgresStore({
  harness,
  connections,
  server,
  debt,
  closed,
}: PostgresStoreDeps): PostgresStore {
  const current = new AsyncLocalStorage<Transaction>()
  const alone = createQueue()
  const memory: RowMemory = {}
  const collections = new Map<string, PostgresCollection<object>>()
  const listeners = new Set<() => void>()
  /** Claims of which we do not know whether they were committed: they are ended before anything else. */
  const unsure = new Set<number>()
  let isClosed = false

  function transactionNow(): Transaction | undefined {
    const transaction = current.getStore()
    return transaction?.ended ? undefined : transaction
  }

  async function begin(): Promise<Transaction> {
    if (isClosed) throw new Error(`The store of "${harness}" was closed.`)
    const lent = await connections.lend()
    let transaction: Transaction
    try {
      transaction = await beginTransaction(lent, harness, server(), memory)
    } catch (error) {
      await abandon(lent)
      throw error
    }
    try {
      const { row } = transaction
      if (turns.check(row)) transaction.tell()
      if (debt.has()) await endClaims(transaction)
      else if (unsure.size > 0) await endClaims(transaction, [...unsure])
    } catch (error) {
      await transaction.rollBack()
      throw error
    }
    return transaction
  }

  /** Ends our claims: all of them, or those of these jobs. */
  async function endClaims(transaction: Transaction, ids?: number[]): Promise<void> {
    const sql = 'UPDATE tvilling.jobs SET claimed_by = NULL WHERE harness = $1 AND claimed_by = $2'
    const { count } = ids
      ? await transaction.query(`${sql} AND id = ANY ($3::bigint[])`, [harness, server(), ids])
      : await transaction.query(sql, [harness, server()])
    if (count > 0) transaction.tell()
  }

  function transact<R>(work: (transaction: Transaction) => Promise<R>): Promise<R> {
    return alone(async () => {
      const transaction = await begin()
      const ended = [...unsure]
      let committing = false
      try {
        const result = await current.run(transaction, () => work(transaction))
        committing = true
        await transaction.commit()
        for (const id of ended) unsure.delete(id)
        debt.paid()
        return result
      } catch (error) {
        if (committing && error instanceof StoreUnavailable) {
          for (const id of transaction.claimed) unsure.add(id)
        }
        await transaction.rollBack()
        throw error
      }
    })
  }

  const access: PostgresAccess = {
    harness,
    read(text, values): Promise<Answer> {
      return transactionNow()?.query(text, values) ?? connections.query(text, values)
    },
    write(work) {
      const transaction = transactionNow()
      return transaction ? work(transaction) : transact(work)
    },
  }

  const jobs = postgresJobs(access, server)

  function collection<T extends object>(name: string, definition: CollectionDefinition<T>): Collection<T> {
    const known = collections.get(name) as unknown as PostgresCollection<T> | undefined
    if (known) return known.collection
    const made = postgresCollection(name, definition, access)
    collections.set(name, made as unknown as PostgresCollection<object>)
    return made.collection
  }

  async function beginEpoch(transaction: Transaction): Promise<void> {
    const { rows } = await transaction.query("SELECT nextval('tvilling.epochs') AS epoch")
    transaction.row.epoch = Number(rows[0]?.['epoch'])
  }

  /** What is known of the harness: in a transaction, all of it. */
  const rowNow = () => transactionNow()?.row ?? memory.read?.row

  const turns = createTurns(server, transact)

  const shared: SharedStore = {
    onChange(listener) {
      // Two equal listeners are two.
      const call = () => listener()
      listeners.add(call)
      return () => listeners.delete(call)
    },
    epoch: () => rowNow()?.epoch ?? 0,
    lastJob: () => rowNow()?.lastJob ?? 0,
    exclusive: turns.exclusive,
    isHeldByOther() {
      const holder = rowNow()?.holder ?? null
      return holder !== null && holder !== server()
    },
    async claimsOfOthers() {
      const sql = 'SELECT count(*) AS n FROM tvilling.jobs WHERE harness = $1 AND claimed_by <> $2::bigint'
      const { rows } = await access.read(sql, [harness, server()])
      return Number(rows[0]?.['n'])
    },
    log: postgresLog(harness, (text, values) => connections.query(text, values), access.read),
  }

  const store: PostgresStore['store'] = {
    collection,
    jobs: jobs.queue,
    shared,

    async getMeta(name) {
      const transaction = transactionNow()
      if (transaction) return transaction.row.meta.get(name)
      const { rows } = await connections.query('SELECT meta FROM tvilling.harnesses WHERE name = $1', [
        harness,
      ])
      const meta: Record<string, string> = rows[0] ? JSON.parse(String(rows[0]['meta'])) : {}
      return Object.hasOwn(meta, name) ? meta[name] : undefined
    },

    setMeta: (name, value) =>
      access.write(async (transaction) => {
        const { meta } = transaction.row
        if (!COUNTERS.has(name) && meta.get(name) !== value) transaction.tell()
        meta.set(name, value)
      }),

    transaction: (work) => transact(() => work()),

    dump: (giveWay = ownTurn) =>
      access.write(async (transaction) => {
        const { positions, lastJob, meta } = transaction.row
        const dumped: StoreDump['collections'] = {}
        for (const [name, last] of [...positions].sort(([left], [right]) => (left < right ? -1 : 1))) {
          dumped[name] = { last, rows: await rowsIn(transaction, placeOf(harness, name), giveWay) }
        }
        const values = [...meta].sort(([left], [right]) => compareTexts(left, right))
        return {
          collections: dumped,
          jobs: { last: lastJob, rows: await jobs.all(transaction) },
          meta: Object.fromEntries(values),
        }
      }),

    load: (dump, giveWay = ownTurn) =>
      access.write(async (transaction) => {
        const { row } = transaction
        for (const name of Object.keys(dump.collections)) {
          if (!collections.has(name)) throw new Error(`Nothing here has the collection "${name}".`)
        }
        await deleteContent(transaction, harness)
        for (const name of row.positions.keys()) row.positions.set(name, 0)
        for (const [name, dumped] of Object.entries(dump.collections)) {
          await collections.get(name)?.restore(transaction, dumped, giveWay)
        }
        await jobs.restore(transaction, dump.jobs, giveWay)
        row.meta = new Map(Object.entries(dump.meta))
        await beginEpoch(transaction)
        transaction.tell()
      }),

    clear: () =>
      transact(async (transaction) => {
        const { row } = transaction
        await deleteContent(transaction, harness)
        await transaction.query('DELETE FROM tvilling.log WHERE harness = $1', [harness])
        await beginEpoch(transaction)
        row.meta = new Map()
        row.positions = new Map()
        row.columns = new Map()
        row.lastJob = 0
        transaction.tell()
      }),

    async close() {
      if (isClosed) return
      try {
        // A harness that was never used has no row, and gets none now.
        if (memory.read) await transact((transaction) => endClaims(transaction))
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error
        debt.owe()
      } finally {
        isClosed = true
        listeners.clear()
        closed()
      }
    },
  }

  return {
    store,

    changed() {
      turns.changed()
      for (const listener of [...listeners]) listener()
    },

    away: turns.away,

    async catchUp() {
      if (unsure.size > 0 || debt.has()) await transact(async () => {})
      else if (!turns.owes()) return
      await turns.release()
      for (const listener of [...listeners]) listener()
    },
  }
}

/** The connection may be in a transaction. */
async function abandon(lent: LentConnection): Promise<void> {
  await lent.script('ROLLBACK').catch(() => {})
  lent.giveBack()
}

/** Deletes the documents and jobs of a harness. */
export async function deleteContent(
  connection: Pick<LentConnection, 'query'>,
  harness: string,
): Promise<void> {
  const place = placeOf(harness)
  const documents = 'DELETE FROM tvilling.documents WHERE place >= $1 AND place < $2'
  await connection.query(documents, [place, endOf(place)], { long: true })
  await connection.query('DELETE FROM tvilling.jobs WHERE harness = $1', [harness], { long: true })
}
