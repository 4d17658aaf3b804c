/** The queue of jobs in memory: unclaimed ones by due time and number, all of them by what they are about. */
import { frozenCopy } from './frozen-copy.ts'
import { createOrderedTree, type OrderedTree } from './ordered-tree.ts'
import type { Job, JobQueue, StoreDump } from './store.ts'
import type { UndoLog } from './undo-log.ts'

export interface MemoryJobs {
  queue: JobQueue
  dump(): StoreDump['jobs']
  /** Replaces all jobs; nobody has claimed any of the new ones. */
  load(dumped: StoreDump['jobs']): void
  clear(): void
}

interface QueuedJob {
  job: Job
  claimed: boolean
}

type JobPlace = Pick<Job, 'due' | 'id'>

interface JobTable {
  last: number
  byId: Map<number, QueuedJob>
  unclaimed: OrderedTree<JobPlace, QueuedJob>
  /** By simulator, then subject. */
  bySubject: Map<string, Map<string, Set<QueuedJob>>>
}

const comparePlaces = (left: JobPlace, right: JobPlace) => left.due - right.due || left.id - right.id

const createTable = (): JobTable => ({
  last: 0,
  byId: new Map(),
  unclaimed: createOrderedTree(comparePlaces),
  bySubject: new Map(),
})

function add(table: JobTable, queued: QueuedJob): void {
  const { job, claimed } = queued
  table.byId.set(job.id, queued)
  if (!claimed) table.unclaimed.set(job, queued)
  const subjects = table.bySubject.get(job.simulator) ?? new Map<string, Set<QueuedJob>>()
  if (subjects.size === 0) table.bySubject.set(job.simulator, subjects)
  const same = subjects.get(job.subject)
  if (same) same.add(queued)
  else subjects.set(job.subject, new Set([queued]))
}

function remove(table: JobTable, queued: QueuedJob): void {
  const { job, claimed } = queued
  table.byId.delete(job.id)
  if (!claimed) table.unclaimed.delete(job)
  const subjects = table.bySubject.get(job.simulator)
  const same = subjects?.get(job.subject)
  same?.delete(queued)
  if (same?.size === 0) subjects?.delete(job.subject)
}

/** Gives a job another due time, or says whether it is claimed. */
function change(table: JobTable, queued: QueuedJob, job: Job, claimed: boolean): void {
  if (!queued.claimed) table.unclaimed.delete(queued.job)
  queued.job = job
  queued.claimed = claimed
  if (!claimed) table.unclaimed.set(job, queued)
}

function jobOf({ id, due, simulator, kind, subject, payload }: Job): Job {
  return Object.freeze({ id, due, simulator, kind, subject, payload: frozenCopy(payload ?? null) })
}

export function createMemoryJobs(undo: UndoLog): MemoryJobs {
  let table = createTable()

  function undoableRemove(from: JobTable, queued: QueuedJob): void {
    undo.add(() => add(from, queued))
    remove(from, queued)
  }

  function undoableChange(of: JobTable, queued: QueuedJob, job: Job, claimed: boolean): void {
    const before = { ...queued }
    undo.add(() => change(of, queued, before.job, before.claimed))
    change(of, queued, job, claimed)
  }

  const queue: JobQueue = {
    async get(id) {
      return table.byId.get(id)?.job
    },

    async add(work) {
      const to = table
      const { last } = to
      const queued = { job: jobOf({ ...work, id: last + 1 }), claimed: false }
      undo.add(() => {
        remove(to, queued)
        to.last = last
      })
      to.last = last + 1
      add(to, queued)
      return queued.job.id
    },

    async nextDue() {
      return table.unclaimed.minKey()?.due
    },

    async earliest(until, limit) {
      const due = table.unclaimed.minKey()?.due
      const found: Job[] = []
      if (due === undefined || due > until) return found
      for (const [, { job }] of table.unclaimed.entries(undefined, [] as never)) {
        if (job.due !== due || found.length >= limit) break
        found.push(job)
      }
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
      undoableChange(table, queued, jobOf({ ...queued.job, due }), false)
      return true
    },

    async remove(id) {
      const queued = table.byId.get(id)
      if (!queued) return false
      undoableRemove(table, queued)
      return true
    },

    async cancel(simulator, subject) {
      const same = table.bySubject.get(simulator)?.get(subject)
      if (!same) return 0
      const cancelled = [...same]
      for (const queued of cancelled) undoableRemove(table, queued)
      return cancelled.length
    },

    async count() {
      return table.byId.size
    },
  }

  return {
    queue,

    dump() {
      const rows = [...table.byId.values()].map(({ job }) => job)
      return { last: table.last, rows: rows.sort((left, right) => left.id - right.id) }
    },

    load({ last, rows }) {
      const before = table
      const loaded = createTable()
      loaded.last = last
      for (const row of rows) {
        if (loaded.byId.has(row.id)) throw new Error(`Two jobs have the number ${row.id}.`)
        add(loaded, { job: jobOf(row), claimed: false })
        loaded.last = Math.max(loaded.last, row.id)
      }
      undo.add(() => {
        table = before
      })
      table = loaded
    },

    clear() {
      table = createTable()
    },
  }
}
