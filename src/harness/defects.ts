/** Collects our own defects: a simulator that breaks its contract or throws. */

export interface Defects {
  report(error: unknown): void
  /**
   * @param isHeard whether there is still somebody to hear of it; by default there is.
   * @throws the first unreported defect, so that a test cannot miss it.
   */
  raise(isHeard?: () => boolean): void
}

/** @param listener is called for each defect; without it, a defect rejects the work in progress. */
export function createDefects(listener: ((error: unknown) => void) | undefined): Defects {
  let unheard: unknown[] = []
  return {
    report(error) {
      if (listener) listener(error)
      else unheard.push(error)
    },

    raise(isHeard = () => true) {
      if (unheard.length === 0 || !isHeard()) return
      const [first] = unheard
      unheard = []
      throw first
    },
  }
}
