/**
 * A transaction of one harness. It takes the harness's advisory lock, so that all of its transactions are serial in all
 * processes, then reads the harness's row: READ COMMITTED is enough. A row lock would do the same, but is written to disk
 * even by a transaction that only reads.
 *
 * What the row has is read once and written once, before the commit, if it changed. Jobs that are added and documents that
 * are put are collected, and written together before the next statement.
 */
import type { Answer, LentConnection, QueryOptions, Value } from './postgres-connections.ts'
import { CHANNEL, messageOf } from './postgres-presence.ts'
import { StoreUnavailable } from './shared-store.ts'

/** What PostgreSQL has of a harness itself. */
export interface HarnessRow {
  epoch: number
  meta: Map<string, string>
  /** The last position of each collection that was written to. */
  positions: Map<string, number>
  lastJob: number
  /** The columns of each collection, by which we notice that its definition changed. */
  columns: Map<string, string>
  /** The server that runs exclusive work. */
  holder: number | null
}

/** Writes that are collected: one statement for many of a kind. */
export interface Batch {
  size: number
  write(query: (text: string, values: readonly Value[]) => Promise<Answer>): Promise<unknown>
}

export interface Transaction {
  readonly row: HarnessRow
  /** Set when calls that come later are outside of it. */
  readonly ended: boolean
  query(text: string, values?: readonly Value[], options?: QueryOptions): Promise<Answer>
  /** Adds to the collected writes; `key` tells kinds apart. */
  collect<B extends Batch>(kind: string, create: () => B): B
  /** What comes next is written after what is collected of this kind. */
  settle(kind: string): void
  /** Others shall know of it, once it is committed. */
  tell(): void
  /** Jobs that were claimed in it. */
  readonly claimed: number[]
  commit(): Promise<void>
  rollBack(): Promise<void>
}

/** The last row that was read, to parse only what changed. */
export interface RowMemory {
  read?: { text: Record<string, unknown>; row: HarnessRow } | undefined
}

/** Collected writes are written when there are so many. */
const COLLECTED = 1_000

/** Members of `meta` that count: others need not know at once that they grew. */
export const COUNTERS: ReadonlySet<string> = new Set(['drawn', 'exchanges', 'turn', 'droppedDeliveries'])

/** A text as a literal of SQL. With `standard_conforming_strings`, a backslash is nothing special. */
export const literal = (text: string) => `'${text.replaceAll("'", "''")}'`

/** The lock of a harness, until the transaction ends. */
export const lockSql = (harness: string) =>
  `SELECT pg_advisory_xact_lock(hashtextextended(${literal(`tvilling ${harness}`)}, 0))`

/**
 * @param server our number among the servers.
 * @throws StoreUnavailable if another process removed the harness since we used it.
 */
export async function beginTransaction(
  lent: LentConnection,
  harness: string,
  server: number,
  memory: RowMemory,
): Promise<Transaction> {
  const select = `SELECT epoch, meta, positions, last_job, columns, holder, EXISTS (SELECT 1 FROM tvilling.servers WHERE id <> ${server}) AS others FROM tvilling.harnesses WHERE name = ${literal(harness)}`
  let found = (await lent.script(`BEGIN; ${lockSql(harness)}; ${select}`))[2]?.rows[0]
  const made = !found
  if (made) {
    if (memory.read) throw new StoreUnavailable(`The harness "${harness}" was removed from the database.`)
    const insert = `INSERT INTO tvilling.harnesses (name) VALUES (${literal(harness)}) ON CONFLICT DO NOTHING`
    found = (await lent.script(`${insert}; ${select}`))[1]?.rows[0]
  }
  const before = found as Record<string, unknown>
  const known = rowOf(before, memory)
  if (!made) memory.read = { text: before, row: known }
  const row = copyOf(known)
  const others = before['others'] === true
  const batches = new Map<string, Batch>()
  const claimed: number[] = []
  let last: Promise<unknown> = Promise.resolve()
  let wrote = made
  let telling = false
  let ended = false
  /** After an error PostgreSQL takes nothing more in a transaction, and answers a COMMIT as if all was well. */
  let failure: unknown

  async function run(text: string, values: readonly Value[], options?: QueryOptions): Promise<Answer> {
    try {
      return await lent.query(text, values, options)
    } catch (error) {
      failure ??= error
      throw error
    }
  }

  async function writeCollected(): Promise<void> {
    if (batches.size === 0) return
    const collected = [...batches.values()]
    batches.clear()
    wrote = true
    for (const batch of collected) await batch.write(run)
  }

  /** A connection takes one statement after the other. */
  function next<R>(work: () => Promise<R>): Promise<R> {
    const done = last.then(work, work)
    last = done
    done.catch(() => {})
    return done
  }

  function settle(kind: string): void {
    const batch = batches.get(kind)
    if (!batch) return
    batches.delete(kind)
    wrote = true
    void next(() => batch.write(run))
  }

  /** SQL that writes what changed of the row; empty if nothing did. */
  function changes(after: ReturnType<typeof textOf>): string {
    const changed = Object.entries(after).filter(([name, value]) => value !== before[name])
    if (changed.length === 0) return ''
    const set = changed.map(
      ([name, value]) => `${name} = ${typeof value === 'string' ? literal(value) : value}`,
    )
    return `UPDATE tvilling.harnesses SET ${set.join(', ')} WHERE name = ${literal(harness)};`
  }

  return {
    row,
    claimed,

    get ended() {
      return ended
    },

    query: (text, values = [], options = {}) =>
      next(async () => {
        await writeCollected()
        if (!text.startsWith('SELECT')) wrote = true
        return run(text, values, options)
      }),

    collect<B extends Batch>(kind: string, create: () => B): B {
      if ((batches.get(kind)?.size ?? 0) >= COLLECTED) settle(kind)
      let batch = batches.get(kind) as B | undefined
      if (!batch) {
        batch = create()
        batches.set(kind, batch)
      }
      return batch
    },

    settle,

    tell() {
      telling = true
    },

    async commit() {
      ended = true
      await next(writeCollected)
      if (failure) throw failure
      const after = textOf(row)
      const update = changes(after)
      if (!update && !wrote) {
        // Nothing is lost if this fails, so nobody waits for it.
        void lent
          .script('COMMIT')
          .catch(() => {})
          .finally(() => lent.giveBack())
        return
      }
      const notify =
        telling && others
          ? `SELECT pg_notify('${CHANNEL}', ${literal(messageOf(server, 'changed', harness))});`
          : ''
      await lent.script(`${update}${notify}COMMIT`)
      memory.read = { text: { ...before, ...after }, row }
      lent.giveBack()
    },

    async rollBack() {
      ended = true
      await next(() => lent.script('ROLLBACK')).catch(() => {})
      lent.giveBack()
    },
  }
}

function rowOf(text: Record<string, unknown>, { read }: RowMemory): HarnessRow {
  const parsed = <V>(
    name: 'meta' | 'positions' | 'columns',
    entries: (json: never) => Iterable<readonly [string, V]>,
    known: Map<string, V> | undefined,
  ): Map<string, V> =>
    known && read?.text[name] === text[name]
      ? known
      : new Map(entries(JSON.parse(text[name] as string) as never))
  return {
    epoch: text['epoch'] as number,
    meta: parsed('meta', (json: Record<string, string>) => Object.entries(json), read?.row.meta),
    positions: parsed('positions', (json: [string, number][]) => json, read?.row.positions),
    lastJob: text['last_job'] as number,
    columns: parsed('columns', (json: [string, string][]) => json, read?.row.columns),
    holder: text['holder'] as number | null,
  }
}

const copyOf = (row: HarnessRow): HarnessRow => ({
  ...row,
  meta: new Map(row.meta),
  positions: new Map(row.positions),
  columns: new Map(row.columns),
})

const textOf = ({ epoch, meta, positions, lastJob, columns, holder }: HarnessRow) => ({
  epoch,
  meta: JSON.stringify(Object.fromEntries(meta)),
  positions: JSON.stringify([...positions]),
  last_job: lastJob,
  columns: JSON.stringify([...columns]),
  holder,
})
