/**
 * The queue of jobs as rows of the table `jobs`. A claim is the number of the server that made it, and ends when that
 * server removes or postpones the job, closes its store, or dies (`postgres-presence.ts`).
 */
import { frozenCopy } from './frozen-copy.ts'
import type { PostgresAccess } from './postgres-collection.ts'
import { placeOf, storedText } from './postgres-text.ts'
import type { Batch, Transaction } from './postgres-transaction.ts'
import type { GiveWay, Job, JobQueue, StoreDump } from './store.ts'

export interface PostgresJobs {
  queue: JobQueue
  restore(transaction: Transaction, dumped: StoreDump['jobs'], giveWay: GiveWay): Promise<void>
  all(transaction: Transaction): Promise<Job[]>
}

/** Unclaimed jobs in whose lane no other server has claimed one. $1 is the harness, $2 our number among the servers. */
const CLAIMED =
  'SELECT 1 FROM tvilling.jobs c WHERE c.lane = j.lane AND c.claimed_by IS NOT NULL AND c.claimed_by <> $2::bigint'
const FREE = `j.harness = $1 AND j.claimed_by IS NULL AND NOT EXISTS (${CLAIMED})`
const NEXT = `SELECT j.due FROM tvilling.jobs j WHERE ${FREE} ORDER BY j.due, j.id LIMIT 1`
const NEXT_AFTER = `SELECT j.due FROM tvilling.jobs j WHERE ${FREE} AND j.due > $3::float8 ORDER BY j.due, j.id LIMIT 1`
const EARLIEST = `SELECT j.id, j.due, j.job FROM tvilling.jobs j WHERE ${FREE} AND j.due <= $3::float8 AND j.due = (${NEXT}) ORDER BY j.due, j.id LIMIT $4`
/** The job is found by its number: the index of free jobs does not fit what is asked here. */
const CLAIM = `
  UPDATE tvilling.jobs SET claimed_by = $2 WHERE harness = $1 AND id = (
    SELECT j.id FROM tvilling.jobs j WHERE j.harness = $1 AND j.id = $3 AND coalesce(j.claimed_by, 0) = 0 AND NOT EXISTS (${CLAIMED})
    FOR UPDATE SKIP LOCKED
  )`
const ADD =
  'INSERT INTO tvilling.jobs (harness, id, due, lane, job) SELECT $1, * FROM unnest($2::bigint[], $3::float8[], $4::text[], $5::text[])'

export function postgresJobs({ harness, read, write }: PostgresAccess, server: () => number): PostgresJobs {
  const place = placeOf(harness)
  /** Jobs of one lane are claimed by one server at a time. */
  const laneOf = (simulator: string, subject: string) =>
    place + storedText(JSON.stringify([simulator, subject]))

  /** @throws TypeError if the payload is no JSON. */
  const rowOf = ({ due, simulator, kind, subject, payload }: Omit<Job, 'id'>): JobRow => ({
    due,
    lane: laneOf(simulator, subject),
    json: JSON.stringify({ simulator, kind, subject, payload: payload ?? null }),
  })

  /** The added jobs of one transaction. */
  function addBatch(): Batch & { add(id: number, row: JobRow): void } {
    const ids: number[] = []
    const dues: number[] = []
    const lanes: string[] = []
    const jobs: string[] = []
    return {
      get size() {
        return ids.length
      },
      add(id, { due, lane, json }) {
        ids.push(id)
        dues.push(due)
        lanes.push(lane)
        jobs.push(json)
      },
      write: (query) => query(ADD, [harness, ids, dues, lanes, jobs]),
    }
  }

  /** Changes jobs, of which others are told; returns how many. */
  const change = (text: string, values: readonly (string | number)[]) =>
    write(async (transaction) => {
      const { count } = await transaction.query(text, values)
      if (count > 0) transaction.tell()
      return count
    })

  const queue: JobQueue = {
    async add(work) {
      if (typeof work.due !== 'number' || Number.isNaN(work.due))
        throw new TypeError('A job is due at a number.')
      const row = rowOf(work)
      return write(async (transaction) => {
        transaction.row.lastJob += 1
        const id = transaction.row.lastJob
        transaction.collect('jobs', addBatch).add(id, row)
        transaction.tell()
        return id
      })
    },

    async get(id) {
      const { rows } = await read('SELECT id, due, job FROM tvilling.jobs WHERE harness = $1 AND id = $2', [
        harness,
        id,
      ])
      return rows[0] && toJob(rows[0])
    },

    async nextDue(after) {
      const { rows } =
        after === undefined
          ? await read(NEXT, [harness, server()])
          : await read(NEXT_AFTER, [harness, server(), after])
      return rows[0]?.['due'] as number | undefined
    },

    async earliest(until, limit) {
      return (await read(EARLIEST, [harness, server(), until, limit])).rows.map(toJob)
    },

    async claim(id) {
      return write(async (transaction) => {
        if ((await transaction.query(CLAIM, [harness, server(), id])).count === 0) return false
        transaction.claimed.push(id)
        return true
      })
    },

    postpone: async (id, due) =>
      (await change('UPDATE tvilling.jobs SET due = $3, claimed_by = NULL WHERE harness = $1 AND id = $2', [
        harness,
        id,
        due,
      ])) > 0,

    remove: async (id) =>
      (await change('DELETE FROM tvilling.jobs WHERE harness = $1 AND id = $2', [harness, id])) > 0,

    cancel: (simulator, subject) =>
      change('DELETE FROM tvilling.jobs WHERE lane = $1', [laneOf(simulator, subject)]),

    async count() {
      const { rows } = await read('SELECT count(*) AS n FROM tvilling.jobs WHERE harness = $1', [harness])
      return Number(rows[0]?.['n'])
    },
  }

  return {
    queue,

    async restore(transaction, { last, rows }, giveWay) {
      let highest = last
      for (const job of rows) {
        transaction.collect('jobs', addBatch).add(job.id, rowOf(job))
        highest = Math.max(highest, job.id)
        const turn = giveWay()
        if (turn) await turn
      }
      transaction.row.lastJob = highest
    },

    async all(transaction) {
      const sql = 'SELECT id, due, job FROM tvilling.jobs WHERE harness = $1 ORDER BY id'
      return (await transaction.query(sql, [harness])).rows.map(toJob)
    },
  }
}

interface JobRow {
  due: number
  lane: string
  json: string
}

function toJob({ id, due, job }: Record<string, unknown>): Job {
  const { simulator, kind, subject, payload } = JSON.parse(String(job))
  return { id: Number(id), due: Number(due), simulator, kind, subject, payload: frozenCopy(payload) }
}
