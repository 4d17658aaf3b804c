/** Measures work in this process. */
import type { Series } from './statistics.ts'

/** Milliseconds of each of so many runs; `before` and `after` are not measured. */
export async function timeEach<T>(
  name: string,
  runs: number,
  work: (prepared: T) => Promise<unknown>,
  before: () => Promise<T> | T = () => undefined as T,
  after: (prepared: T) => Promise<unknown> | unknown = () => undefined,
): Promise<Series> {
  const values: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const prepared = await before()
    const begun = performance.now()
    await work(prepared)
    values.push(performance.now() - begun)
    await after(prepared)
  }
  return { name, unit: 'ms', values }
}

/** Average milliseconds of some work in each round; contenders take turns. */
export async function timeInTurns(
  contenders: Readonly<Record<string, () => Promise<unknown>>>,
  rounds: number,
  runsInRound: number,
): Promise<Series[]> {
  const all = Object.entries(contenders).map(([name, work]) => ({
    work,
    series: { name, unit: 'ms', values: [] } as Series,
  }))
  // The first round is the warm-up.
  for (let round = 0; round <= rounds; round += 1) {
    for (const { work, series } of all) {
      const begun = performance.now()
      for (let run = 0; run < runsInRound; run += 1) await work()
      if (round > 0) series.values.push((performance.now() - begun) / runsInRound)
    }
  }
  return all.map(({ series }) => series)
}

/** Resident memory in MiB after a garbage collection. The part must run with --expose-gc. */
export function memoryAfterCollection(): number {
  if (!globalThis.gc) throw new Error('This part runs with --expose-gc.')
  globalThis.gc()
  globalThis.gc()
  return process.memoryUsage().rss / 1_048_576
}
