/** Collects our own defects: a simulator that breaks its contract or throws. */

export interface Defects {
  report(error: unknown): void
  /** @throws the first unreported defect, so that a test cannot miss it. */
  raise(): void
}

/** @param listener is called for each defect; without it, a defect rejects the work in progress. */
export function createDefects(listener: ((error: unknown) => void) | undefined): Defects {
  let unheard: unknown[] = []
  return {
    report(error) {
      if (listener) listener(error)
      else unheard.push(error)
    },

    raise() {
      if (unheard.length === 0) return
      const [first] = unheard
      unheard = []
      throw first
    },
  }
}
