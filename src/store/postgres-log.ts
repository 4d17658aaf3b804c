/** The journal that all processes write, as rows of the table `log`. */
import type { Answer, Value } from './postgres-connections.ts'
import type { LoggedEntry, LogLabels, SharedLog } from './shared-store.ts'

type Query = (text: string, values: readonly Value[]) => Promise<Answer>

/** A harness that was removed takes no more entries. */
const APPEND = `
  INSERT INTO tvilling.log (harness, turn, kind, simulator, operation, status, size, json)
  SELECT $1, * FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::text[])
  WHERE EXISTS (SELECT 1 FROM tvilling.harnesses WHERE name = $1)`

/** From the oldest entry that is left on, all newer ones fit. */
const TRIM = `
  DELETE FROM tvilling.log WHERE harness = $1 AND (turn, id) <= (
    SELECT turn, id FROM (
      SELECT turn, id, row_number() OVER newest AS number, sum(size) OVER newest AS bytes
      FROM tvilling.log WHERE harness = $1
      WINDOW newest AS (ORDER BY turn DESC, id DESC ROWS UNBOUNDED PRECEDING)
    ) entries
    WHERE number > $2::bigint OR bytes > $3::bigint ORDER BY turn DESC, id DESC LIMIT 1
  )`

const LABELS = ['kind', 'simulator', 'operation', 'status'] as const

/** So many entries are written by one statement. */
const TOGETHER = 1_000

/** @param read reads on the connection of the transaction that it is called in: to wait there for another one could be for ever. */
export function postgresLog(harness: string, query: Query, read: Query): SharedLog {
  let pending: { entries: readonly LoggedEntry[]; done: () => void; failed: (error: unknown) => void }[] = []
  let writing = false

  /** Writes what came while the statement before was under way, together. */
  async function write(): Promise<void> {
    writing = true
    while (pending.length > 0) {
      const group = pending
      pending = []
      try {
        await insert(group.flatMap(({ entries }) => entries))
        for (const { done } of group) done()
      } catch (error) {
        for (const { failed } of group) failed(error)
      }
    }
    writing = false
  }

  async function insert(entries: readonly LoggedEntry[]): Promise<void> {
    for (let first = 0; first < entries.length; first += TOGETHER) {
      const some = entries.slice(first, first + TOGETHER)
      const label = <L extends keyof LogLabels>(name: L) => some.map(({ labels }) => labels[name] ?? null)
      await query(APPEND, [
        harness,
        some.map(({ turn }) => turn),
        label('kind'),
        label('simulator'),
        label('operation'),
        label('status'),
        some.map(({ json }) => Buffer.byteLength(json)),
        some.map(({ json }) => json),
      ])
    }
  }

  async function select(
    labels: Readonly<Partial<LogLabels>> = {},
    { after, order, limit }: { after?: number; order: string; limit: number },
  ): Promise<Record<string, unknown>[]> {
    const values: Value[] = [harness]
    const where = ['harness = $1']
    for (const name of LABELS) {
      const value = labels[name]
      if (value !== undefined) where.push(`${name} = $${values.push(value)}`)
    }
    if (after !== undefined) where.push(`turn > $${values.push(after)}`)
    const text = `SELECT turn, kind, simulator, operation, status, json FROM tvilling.log WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT $${values.push(limit)}`
    return [...(await read(text, values)).rows]
  }

  return {
    append(entries) {
      if (entries.length === 0) return Promise.resolve()
      return new Promise((done, failed) => {
        pending.push({ entries, done, failed })
        if (!writing) void write()
      })
    },

    async latest(limit, labels) {
      const rows = await select(labels, { order: 'turn DESC, id DESC', limit })
      return rows.reverse().map(toEntry)
    },

    async following(turn, limit, labels) {
      return (await select(labels, { after: turn, order: 'turn, id', limit })).map(toEntry)
    },

    trim: async (entries, bytes) => (await query(TRIM, [harness, entries, bytes])).count,

    async clear() {
      await query('DELETE FROM tvilling.log WHERE harness = $1', [harness])
    },
  }
}

function toEntry(row: Record<string, unknown>): LoggedEntry {
  const labels = Object.fromEntries(
    LABELS.filter((name) => row[name] !== null).map((name) => [name, row[name]]),
  ) as Partial<LogLabels>
  return { turn: Number(row['turn']), labels, json: String(row['json']) }
}
