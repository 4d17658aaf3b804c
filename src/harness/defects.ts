/** Collects our own defects: a simulator that breaks its contract or throws. */
import { StoreUnavailable } from '../store/shared-store.ts'

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
      // A database that is away is no defect: what could not be stored is done when it is back.
      if (error instanceof StoreUnavailable) return
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
