/** Undoes a transaction in memory: it applies the inverse of each write, the last one first. */

export interface UndoLog {
  /** Call it before each write, with the inverse. It is kept while a transaction runs. */
  add(inverse: () => void): void
  /** As `add`, for an inverse that undoes all writes to a thing: it is kept once per thing and transaction. */
  addOnce(thing: object, inverse: () => void): void
  begin(): void
  commit(): void
  rollBack(): void
  /** Refuses every write from now on. */
  close(): void
}

export function createUndoLog(): UndoLog {
  let inverses: (() => void)[] | undefined
  const known = new Set<object>()
  let closed = false

  function assertOpen(): void {
    if (closed) throw new Error('The store is closed.')
  }

  return {
    add(inverse) {
      assertOpen()
      inverses?.push(inverse)
    },

    addOnce(thing, inverse) {
      assertOpen()
      if (!inverses || known.has(thing)) return
      known.add(thing)
      inverses.push(inverse)
    },

    begin() {
      assertOpen()
      inverses = []
    },

    commit() {
      inverses = undefined
      known.clear()
    },

    rollBack() {
      const steps = inverses ?? []
      inverses = undefined
      known.clear()
      for (let index = steps.length - 1; index >= 0; index -= 1) steps[index]?.()
    },

    close() {
      closed = true
    },
  }
}
