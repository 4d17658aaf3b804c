/**
 * The store in PostgreSQL, which several server processes share. A database has the stores of all harnesses, in one set of
 * tables (`postgres-schema.ts`).
 */
import type { ConnectionFigures } from './connection-figures.ts'
import { connectionConfig, createConnections, reasonOf } from './postgres-connections.ts'
import { CHANNEL, joinServers, messageOf, type Presence } from './postgres-presence.ts'
import { migrate } from './postgres-schema.ts'
import { deleteContent, type PostgresStore, postgresStore } from './postgres-store.ts'
import { lockSql } from './postgres-transaction.ts'
import type { Store } from './store.ts'
import { StoreRefused } from './store-errors.ts'

export interface PostgresOptions {
  /** Milliseconds after which the claims of a server that died are free again. */
  lease?: number
  /** How many connections this process uses for its transactions at most; it has one more, on which it hears of changes. */
  connections?: number
}

export interface PostgresDatabase {
  /** The store of a harness: one for each, in a process. Closing it does not close the database. */
  store(harness: string): Store
  /** The harnesses that it has, in the order of their names. */
  names(): Promise<string[]>
  /** Deletes a harness with all that belongs to it. A store of it that is still open refuses its next transaction. */
  remove(harness: string): Promise<void>
  /**
   * Calls back after another process removed a harness.
   * @returns a function that ends it.
   */
  onRemoved(listener: (harness: string) => void): () => void
  /** The queue of each harness that has jobs, with one query for all. */
  queues(): Promise<Map<string, Queue>>
  figures(): ConnectionFigures
  /** @throws StoreUnavailable if the database does not answer. */
  ping(): Promise<void>
  /** Ends all connections, and the claims of this process. */
  close(): Promise<void>
}

export interface Queue {
  jobs: number
  /** Due time of the earliest job that nobody has claimed. */
  nextDue: number | undefined
}

const QUEUES =
  'SELECT harness, count(*) AS jobs, min(due) FILTER (WHERE claimed_by IS NULL) AS due FROM tvilling.jobs GROUP BY harness'

const LEASE = 10_000
const CONNECTIONS = 10
const LONGEST_NAME = 200

/** `connectPostgres`, of which the rest is loaded. */
export async function openDatabase(url: string, options: PostgresOptions = {}): Promise<PostgresDatabase> {
  const { lease = LEASE, connections: most = CONNECTIONS } = options
  const { default: pg } = await loadPg()
  const config = await connectionConfig(url)
  const connections = createConnections(new pg.Pool({ ...config, max: most }), most)
  const stores = new Map<string, Set<PostgresStore>>()
  const removed = new Set<(harness: string) => void>()
  /** Harnesses without an open store in which claims of ours are left. */
  const debts = new Set<string>()
  let closed: Promise<void> | undefined

  const all = () => [...stores.values()].flatMap((some) => [...some])

  async function payDebts(): Promise<void> {
    for (const harness of [...debts]) {
      if (stores.has(harness)) continue
      await connections.query(
        `WITH freed AS (UPDATE tvilling.jobs SET claimed_by = NULL WHERE harness = $1 AND claimed_by = $2 RETURNING id)
        SELECT pg_notify('${CHANNEL}', $3) FROM freed LIMIT 1`,
        [harness, presence.id, messageOf(presence.id, 'changed', harness)],
      )
      debts.delete(harness)
    }
  }

  function catchUp(): void {
    for (const { catchUp } of all()) catchUp().catch(() => {})
    payDebts().catch(() => {})
  }

  let presence: Presence
  try {
    await prepareSchema()
    presence = await joinServers(config, lease, {
      onChanged(harness) {
        for (const { changed } of harness === undefined ? all() : (stores.get(harness) ?? [])) changed()
      },
      onRemoved(harness) {
        for (const listener of [...removed]) listener(harness)
      },
      onAway(reason, silent) {
        connections.setAway(reason)
        if (silent) connections.breakAll()
        for (const { away } of all()) away(reason)
      },
      onBack() {
        connections.setAway(undefined)
        catchUp()
        for (const { changed } of all()) changed()
      },
      onBeat: catchUp,
    })
  } catch (error) {
    await connections.end()
    throw error
  }

  async function prepareSchema(): Promise<void> {
    let lent: Awaited<ReturnType<typeof connections.lend>>
    try {
      lent = await connections.lend()
    } catch (error) {
      const { cause = error } = error as Error
      throw new StoreRefused(
        `The PostgreSQL database at ${placeOf(url)} cannot be used: ${reasonOf(cause)}`,
        {
          cause: error,
        },
      )
    }
    try {
      const { rows } = await lent.query(
        "SELECT current_database() AS name, current_setting('server_encoding') AS encoding",
      )
      const name = String(rows[0]?.['name'])
      if (rows[0]?.['encoding'] !== 'UTF8') {
        throw new StoreRefused(
          `The PostgreSQL database "${name}" has the encoding ${rows[0]?.['encoding']}: use one with UTF8.`,
        )
      }
      await migrate(lent, name)
    } finally {
      lent.giveBack()
    }
  }

  function store(harness: string): Store {
    if (harness.includes('\0') || harness.length > LONGEST_NAME) {
      throw new Error(`The name of a harness has at most ${LONGEST_NAME} characters, none of them U+0000.`)
    }
    const made = postgresStore({
      harness,
      connections,
      server: () => presence.id,
      debt: {
        has: () => debts.has(harness),
        owe: () => void debts.add(harness),
        paid: () => void debts.delete(harness),
      },
      closed() {
        const open = stores.get(harness)
        open?.delete(made)
        if (open?.size === 0) stores.delete(harness)
      },
    })
    stores.set(harness, (stores.get(harness) ?? new Set()).add(made))
    return made.store
  }

  async function remove(harness: string): Promise<void> {
    const lent = await connections.lend()
    try {
      await lent.script(`BEGIN; ${lockSql(harness)}`)
      await deleteContent(lent, harness)
      await lent.query('DELETE FROM tvilling.log WHERE harness = $1', [harness])
      await lent.query('DELETE FROM tvilling.harnesses WHERE name = $1', [harness])
      await lent.query(`SELECT pg_notify('${CHANNEL}', $1)`, [messageOf(presence.id, 'removed', harness)])
      await lent.script('COMMIT')
    } catch (error) {
      await lent.script('ROLLBACK').catch(() => {})
      throw error
    } finally {
      lent.giveBack()
    }
  }

  async function close(): Promise<void> {
    await Promise.all(all().map(({ store }) => store.close()))
    await payDebts().catch(() => {})
    await presence.close()
    await connections.end()
  }

  return {
    store,
    remove,

    async names() {
      const { rows } = await connections.query('SELECT name FROM tvilling.harnesses ORDER BY name')
      return rows.map(({ name }) => String(name))
    },

    onRemoved(listener) {
      const call = (harness: string) => listener(harness)
      removed.add(call)
      return () => removed.delete(call)
    },

    async queues() {
      const { rows } = await connections.query(QUEUES)
      return new Map(
        rows.map(({ harness, jobs, due }) => [
          String(harness),
          { jobs: Number(jobs), nextDue: due === null ? undefined : Number(due) },
        ]),
      )
    },

    figures: connections.figures,

    async ping() {
      await connections.query('SELECT 1')
    },

    close() {
      closed ??= close()
      return closed
    },
  }
}

async function loadPg() {
  try {
    return await import('pg')
  } catch (error) {
    throw new StoreRefused(
      'A store in PostgreSQL needs the package "pg": install it with "npm install pg".',
      {
        cause: error,
      },
    )
  }
}

/** Host and database of a URL, without its password. */
function placeOf(url: string): string {
  try {
    const { host, pathname } = new URL(url)
    return `${host}${pathname}`
  } catch {
    return 'an address that is no URL'
  }
}
