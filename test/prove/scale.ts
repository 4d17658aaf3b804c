/** The amount of proving: all of it, or only enough to see that a part works. */
export interface Scale {
  quick: boolean
  /** Everything that is drawn at random is drawn from this; `--seed` repeats a run. */
  seed: number
  /** The store of the servers, if a part is to be run on another one than its own: `--store`. */
  store: string | undefined
  /** A number of requests, runs or kills. */
  count(full: number, quick: number): number
}

export function scaleOf({ quick, seed, store }: Pick<Scale, 'quick' | 'seed' | 'store'>): Scale {
  return { quick, seed, store, count: (full, few) => (quick ? few : full) }
}

/** Prints the progress to stderr. */
export function progress(text: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`)
}
