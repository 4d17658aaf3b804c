/** Collects our own defects: a simulator that breaks its contract or throws. */
import { StoreUnavailable } from '../store/shared-store.ts'

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
      // A database that is away is no defect: what could not be stored is done when it is back.
      if (error instanceof StoreUnavailable) return
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
