/**
 * This process among the servers of a database, over one connection of its own: it renews the lease of our claims, ends
 * those of servers that died, hears what others tell, and is how we know whether the database can be reached.
 */
import type { Client, ClientConfig } from 'pg'
import { SESSION, storeError } from './postgres-connections.ts'
import { StoreUnavailable } from './shared-store.ts'

/** All servers of a database tell each other on this channel. */
export const CHANNEL = 'tvilling'

export interface Presence {
  /** Our number among the servers. */
  readonly id: number
  close(): Promise<void>
}

export interface PresenceListener {
  /** Another server changed a harness, or its claims in it ended; all of them if none is named. */
  onChanged(harness?: string): void
  onRemoved(harness: string): void
  /** The database cannot be reached from now on, or can be again. `silent`: it did not answer any more. */
  onAway(reason: StoreUnavailable, silent: boolean): void
  onBack(): void
  /** Regularly, while the database can be reached. */
  onBeat(): void
}

const FIRST_RETRY = 100
const LAST_RETRY = 5_000
/** Of a beat: a database that does not answer for so long cannot be reached. */
const BEAT_TIMEOUT = 5_000

/** What a server says on the channel: its number, what happened, the harness. */
export const messageOf = (id: number, what: 'changed' | 'removed', harness: string) =>
  `${id} ${what} ${harness}`

/**
 * Renews our row, and frees what servers hold that are dead by the time of the database. Rows that are locked are left
 * for the next time, so that it never waits.
 */
const BEAT = `
  WITH renewed AS (
    INSERT INTO tvilling.servers (id, seen, lease) VALUES ($1, clock_timestamp(), make_interval(secs => $2))
    ON CONFLICT (id) DO UPDATE SET seen = excluded.seen, lease = excluded.lease
  ), dead AS (
    DELETE FROM tvilling.servers WHERE id IN (
      SELECT id FROM tvilling.servers WHERE id <> $1 AND seen + lease < clock_timestamp() FOR UPDATE SKIP LOCKED
    )
  ), alive AS MATERIALIZED (
    SELECT id FROM tvilling.servers WHERE seen + lease >= clock_timestamp() UNION ALL SELECT $1
  ), orphans AS (
    SELECT harness, id FROM tvilling.jobs
    WHERE claimed_by IS NOT NULL AND claimed_by NOT IN (SELECT id FROM alive) FOR UPDATE SKIP LOCKED
  ), freed AS (
    UPDATE tvilling.jobs j SET claimed_by = NULL FROM orphans o WHERE j.harness = o.harness AND j.id = o.id
    RETURNING j.harness
  ), held AS (
    SELECT name FROM tvilling.harnesses
    WHERE holder IS NOT NULL AND holder NOT IN (SELECT id FROM alive) FOR UPDATE SKIP LOCKED
  ), ended AS (
    UPDATE tvilling.harnesses h SET holder = NULL FROM held WHERE h.name = held.name RETURNING h.name
  ), told AS (SELECT harness FROM freed UNION SELECT name FROM ended)
  SELECT harness, pg_notify('${CHANNEL}', $1 || ' changed ' || harness) FROM told`

/** @throws what `pg` throws, if the database cannot be reached now. */
export async function joinServers(
  config: ClientConfig,
  lease: number,
  listener: PresenceListener,
): Promise<Presence> {
  const { default: pg } = await import('pg')
  let id: number | undefined
  let current: Client | undefined
  let closed = false
  let retry = FIRST_RETRY
  let retrying: NodeJS.Timeout | undefined
  let beating = false

  async function open(): Promise<void> {
    const client: Client = new pg.Client({ ...config, query_timeout: BEAT_TIMEOUT })
    client.on('error', (error) => lost(client, error))
    client.on('end', () => lost(client, new Error('the connection ended')))
    client.on('notification', ({ payload = '' }) => hear(payload))
    try {
      await client.connect()
      await client.query(`${SESSION}; LISTEN ${CHANNEL}`)
      id ??= Number((await client.query("SELECT nextval('tvilling.server_ids') AS id")).rows[0].id)
      await beat(client)
    } catch (error) {
      void client.end().catch(() => {})
      throw error
    }
    if (closed) return void client.end().catch(() => {})
    current = client
  }

  function lost(client: Client, error: unknown, silent = false): void {
    if (client !== current) return
    current = undefined
    void client.end().catch(() => {})
    if (closed) return
    const told = storeError(error)
    listener.onAway(
      told instanceof StoreUnavailable ? told : new StoreUnavailable(told.message, { cause: error }),
      silent,
    )
    retry = FIRST_RETRY
    reopenLater()
  }

  function reopenLater(): void {
    retrying = setTimeout(async () => {
      try {
        await open()
        if (!closed) listener.onBack()
      } catch {
        retry = Math.min(retry * 2, LAST_RETRY)
        if (!closed) reopenLater()
      }
    }, retry)
    retrying.unref()
  }

  async function beat(client: Client): Promise<void> {
    const { rows } = await client.query({ name: 'tvilling_beat', text: BEAT, values: [id, lease / 1_000] })
    for (const { harness } of rows) listener.onChanged(harness)
  }

  function hear(message: string): void {
    const [, from, what, harness = ''] = /^(\d+) (\w+) (.*)$/s.exec(message) ?? []
    if (Number(from) === id) return
    if (what === 'changed') listener.onChanged(harness)
    else if (what === 'removed') listener.onRemoved(harness)
  }

  const beats = setInterval(async () => {
    const client = current
    if (!client || beating) return
    beating = true
    try {
      await beat(client)
      listener.onBeat()
    } catch (error) {
      lost(client, error, true)
    } finally {
      beating = false
    }
  }, lease / 3)
  beats.unref()

  try {
    await open()
  } catch (error) {
    clearInterval(beats)
    throw error
  }

  return {
    get id() {
      return id as number
    },

    async close() {
      if (closed) return
      closed = true
      clearInterval(beats)
      clearTimeout(retrying)
      const client = current
      current = undefined
      if (!client) return
      await client.query('DELETE FROM tvilling.servers WHERE id = $1', [id]).catch(() => {})
      await client.end().catch(() => {})
    },
  }
}
