/** How a transaction in memory is undone: by the inverse of each of its writes, the last one first. */

export interface UndoLog {
  /** Before each write: what would undo it. It is kept while a transaction is under way. */
  add(inverse: () => void): void
  /** As `add`, for what the first write to a thing in each transaction undoes for all. */
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
