/** The amount of measuring: all of it, or only enough to see that a part works. */
export interface Scale {
  quick: boolean
  /** Rounds in which contenders take turns. */
  rounds: number
  /** Seconds of load in a round. */
  seconds: number
  /** Seconds of load before anything is measured. */
  warmUp: number
  /** A number of rows or iterations, or a hundredth of it in a quick run, but at least ten. */
  count(full: number): number
}

export function scaleOf(quick: boolean): Scale {
  return {
    quick,
    rounds: quick ? 2 : 5,
    seconds: quick ? 1 : 4,
    warmUp: quick ? 1 : 8,
    count: (full) => (quick ? Math.max(10, Math.round(full / 100)) : full),
  }
}

/** Prints the progress to stderr. */
export function progress(text: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`)
}
