/** The queue of jobs in memory: unclaimed jobs by due time and number, all jobs by subject. */
import { frozenCopy } from './frozen-copy.ts'
import { createMemoryIndex, type MemoryIndex } from './memory-index.ts'
import type { GiveWay, Job, JobQueue, StoreDump } from './store.ts'
import type { UndoLog } from './undo-log.ts'

export interface MemoryJobs {
  queue: JobQueue
  dump(giveWay: GiveWay): Promise<StoreDump['jobs']>
  /** Makes a table of jobs, none of them claimed. Returns what replaces the present one by it. */
  load(dumped: StoreDump['jobs'], giveWay: GiveWay): Promise<() => void>
  clear(): void
}

interface QueuedJob {
  /** The job's number. */
  readonly position: number
  job: Job
  claimed: boolean
}

interface JobTable {
  last: number
  byId: Map<number, QueuedJob>
  unclaimed: MemoryIndex<QueuedJob>
  /** By simulator, then by subject. */
  bySubject: Map<string, MemoryIndex<QueuedJob>>
}

const createTable = (): JobTable => ({
  last: 0,
  byId: new Map(),
  unclaimed: createMemoryIndex(),
  bySubject: new Map(),
})

function subjectsOf({ bySubject }: JobTable, simulator: string): MemoryIndex<QueuedJob> {
  let subjects = bySubject.get(simulator)
  if (!subjects) {
    subjects = createMemoryIndex()
    bySubject.set(simulator, subjects)
  }
  return subjects
}

function add(table: JobTable, queued: QueuedJob): void {
  const { job, claimed } = queued
  table.byId.set(job.id, queued)
  if (!claimed) table.unclaimed.add(job.due, queued)
  subjectsOf(table, job.simulator).add(job.subject, queued)
}

function remove(table: JobTable, queued: QueuedJob): void {
  const { job, claimed } = queued
  table.byId.delete(job.id)
  if (!claimed) table.unclaimed.remove(job.due, queued)
  subjectsOf(table, job.simulator).remove(job.subject, queued)
}

/** Changes a job's due time, or whether it is claimed. */
function change(table: JobTable, queued: QueuedJob, job: Job, claimed: boolean): void {
  if (!queued.claimed) table.unclaimed.remove(queued.job.due, queued)
  queued.job = job
  queued.claimed = claimed
  if (!claimed) table.unclaimed.add(job.due, queued)
}

function queue(work: Omit<Job, 'id'>, id: number): QueuedJob {
  return { position: id, job: jobOf(work, id), claimed: false }
}

function jobOf({ due, simulator, kind, subject, payload }: Omit<Job, 'id'>, id: number): Job {
  if (typeof due !== 'number' || Number.isNaN(due)) throw new TypeError('A job is due at a number.')
  return Object.freeze({ id, due, simulator, kind, subject, payload: frozenCopy(payload ?? null) })
}

export function createMemoryJobs(undo: UndoLog): MemoryJobs {
  let table = createTable()

  function undoableRemove(from: JobTable, queued: QueuedJob): void {
    undo.add(() => add(from, queued))
    remove(from, queued)
  }

  function undoableChange(of: JobTable, queued: QueuedJob, job: Job, claimed: boolean): void {
    const { job: jobBefore, claimed: claimedBefore } = queued
    undo.add(() => change(of, queued, jobBefore, claimedBefore))
    change(of, queued, job, claimed)
  }

  const jobs: JobQueue = {
    async get(id) {
      return table.byId.get(id)?.job
    },

    async add(work) {
      const to = table
      const { last } = to
      const queued = queue(work, last + 1)
      undo.add(() => {
        remove(to, queued)
        to.last = last
      })
      to.last = queued.position
      add(to, queued)
      return queued.position
    },

    async nextDue(after) {
      if (after === undefined) return table.unclaimed.least() as number | undefined
      let due: number | undefined
      table.unclaimed.walk({ value: after, position: Number.POSITIVE_INFINITY }, ({ job }) => {
        due = job.due
        return false
      })
      return due
    },

    async earliest(until, limit) {
      const due = table.unclaimed.least()
      const found: Job[] = []
      if (due === undefined || (due as number) > until) return found
      table.unclaimed.walkEqual(due, 0, ({ job }) => found.length < limit && found.push(job) < limit)
      return found
    },

    async claim(id) {
      const queued = table.byId.get(id)
      if (!queued || queued.claimed) return false
      undoableChange(table, queued, queued.job, true)
      return true
    },

    async postpone(id, due) {
      const queued = table.byId.get(id)
      if (!queued) return false
      undoableChange(table, queued, jobOf({ ...queued.job, due }, id), false)
      return true
    },

    async remove(id) {
      const queued = table.byId.get(id)
      if (!queued) return false
      undoableRemove(table, queued)
      return true
    },

    async cancel(simulator, subject) {
      const cancelled: QueuedJob[] = []
      table.bySubject.get(simulator)?.walkEqual(subject, 0, (queued) => cancelled.push(queued) > 0)
      for (const queued of cancelled) undoableRemove(table, queued)
      return cancelled.length
    },

    async count() {
      return table.byId.size
    },
  }

  return {
    queue: jobs,

    async dump(giveWay) {
      const { last, byId } = table
      const rows: Job[] = []
      for (const id of Float64Array.from(byId.keys()).sort()) {
        const queued = byId.get(id)
        if (queued) rows.push(queued.job)
        const turn = giveWay()
        if (turn) await turn
      }
      return { last, rows }
    },

    async load({ last, rows }, giveWay) {
      const loaded = createTable()
      loaded.last = last
      for (const row of rows) {
        if (loaded.byId.has(row.id)) throw new Error(`Two jobs have the number ${row.id}.`)
        add(loaded, queue(row, row.id))
        loaded.last = Math.max(loaded.last, row.id)
        const turn = giveWay()
        if (turn) await turn
      }
      return () => {
        const before = table
        undo.add(() => {
          table = before
        })
        table = loaded
      }
    },

    clear() {
      table = createTable()
    },
  }
}
