/** The queue of jobs as a SQLite table. */
import { frozenCopy } from './frozen-copy.ts'
import type { Access } from './sqlite-access.ts'
import type { GiveWay, Job, JobQueue } from './store.ts'

export const JOB_FIELDS = 'id, due, simulator, kind, subject, payload'

export function toJob(row: Record<string, unknown>, parse: Access['parse']): Job {
  return {
    id: row['id'] as number,
    due: row['due'] as number,
    simulator: row['simulator'] as string,
    kind: row['kind'] as string,
    subject: row['subject'] as string,
    payload: frozenCopy(parse(row['payload'] as string)),
  }
}

export function sqliteJobs({
  run,
  one,
  all,
  parse,
  has,
  ensure,
}: Access): JobQueue & { restore(jobs: readonly Job[], giveWay: GiveWay): Promise<void> } {
  const ready = () =>
    ensure('jobs', () =>
      [
        'CREATE TABLE IF NOT EXISTS jobs (id INTEGER PRIMARY KEY AUTOINCREMENT, due INTEGER NOT NULL, simulator TEXT NOT NULL, kind TEXT NOT NULL, subject TEXT NOT NULL, payload TEXT NOT NULL, claimed INTEGER NOT NULL DEFAULT 0)',
        'CREATE INDEX IF NOT EXISTS "jobs:due" ON jobs (claimed, due, id)',
        'CREATE INDEX IF NOT EXISTS "jobs:subject" ON jobs (simulator, subject)',
      ].join(';'),
    )

  return {
    async restore(jobs, giveWay) {
      ready()
      for (const { id, due, simulator, kind, subject, payload } of jobs) {
        run(
          `INSERT INTO jobs (${JOB_FIELDS}) VALUES (?, ?, ?, ?, ?, ?)`,
          id,
          due,
          simulator,
          kind,
          subject,
          JSON.stringify(payload ?? null),
        )
        const turn = giveWay()
        if (turn) await turn
      }
    },

    async get(id) {
      if (!has('jobs')) return undefined
      const row = one(`SELECT ${JOB_FIELDS} FROM jobs WHERE id = ?`, id)
      return row && toJob(row, parse)
    },

    async add({ due, simulator, kind, subject, payload }) {
      ready()
      const row = one(
        'INSERT INTO jobs (due, simulator, kind, subject, payload) VALUES (?, ?, ?, ?, ?) RETURNING id',
        due,
        simulator,
        kind,
        subject,
        JSON.stringify(payload ?? null),
      )
      return row?.['id'] as number
    },

    async nextDue(after) {
      if (!has('jobs')) return undefined
      const row =
        after === undefined
          ? one('SELECT due FROM jobs WHERE claimed = 0 ORDER BY due, id LIMIT 1')
          : one('SELECT due FROM jobs WHERE claimed = 0 AND due > ? ORDER BY due, id LIMIT 1', after)
      return row?.['due'] as number | undefined
    },

    async earliest(until, limit) {
      if (!has('jobs')) return []
      return all(
        `SELECT ${JOB_FIELDS} FROM jobs WHERE claimed = 0 AND due = (SELECT min(due) FROM jobs WHERE claimed = 0 AND due <= ?) ORDER BY id LIMIT ?`,
        until,
        limit,
      ).map((row) => toJob(row, parse))
    },

    async claim(id) {
      if (!has('jobs')) return false
      return run('UPDATE jobs SET claimed = 1 WHERE id = ? AND claimed = 0', id) > 0
    },

    async postpone(id, due) {
      if (!has('jobs')) return false
      return run('UPDATE jobs SET due = ?, claimed = 0 WHERE id = ?', due, id) > 0
    },

    async remove(id) {
      if (!has('jobs')) return false
      return run('DELETE FROM jobs WHERE id = ?', id) > 0
    },

    async cancel(simulator, subject) {
      if (!has('jobs')) return 0
      return run('DELETE FROM jobs WHERE simulator = ? AND subject = ?', simulator, subject)
    },

    async count() {
      if (!has('jobs')) return 0
      return one('SELECT count(*) AS n FROM jobs')?.['n'] as number
    },
  }
}
