/** Two measurements in turn, A B A B …: the median of the pairs' ratios holds when the machine's speed drifts. */
export interface Ratio {
  what: string
  target: string
  holds: boolean
  ratio: number
  a: number[]
  b: number[]
  unit: string
}

export type Target = { atLeast: number } | { atMost: number }

export function median(of: readonly number[]): number {
  return [...of].sort((a, b) => a - b)[Math.floor(of.length / 2)] ?? Number.NaN
}

export async function compare(
  what: string,
  target: Target,
  unit: string,
  a: () => Promise<number>,
  b: () => Promise<number>,
  pairs = 5,
): Promise<Ratio> {
  const runs: [number, number][] = []
  for (let pair = 0; pair < pairs; pair += 1) runs.push([await a(), await b()])
  const ratio = median(runs.map(([first, second]) => first / second))
  return {
    what,
    target: 'atLeast' in target ? `at least ${target.atLeast}` : `at most ${target.atMost}`,
    holds: 'atLeast' in target ? ratio >= target.atLeast : ratio <= target.atMost,
    ratio,
    a: runs.map(([first]) => first),
    b: runs.map(([, second]) => second),
    unit,
  }
}

/** Milliseconds that some work takes, for each of so many rounds. */
export async function timed(rounds: number, work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  for (let round = 0; round < rounds; round += 1) await work()
  return (performance.now() - begun) / rounds
}
