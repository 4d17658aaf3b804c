/** Contenders take turns, A B C A B C …, so that fast and slow moments of the machine affect all of them. */
import { type Generator, type Load, type LoadTarget, runCold } from './load.ts'
import { progress, type Scale } from './scale.ts'
import type { Series } from './statistics.ts'

/** All rounds of one contender. */
export interface Raced {
  throughput: Series
  latency: Series
  serverShare: Series
  generatorShare: Series
}

/** Warms up all contenders, then loads them round by round. Keys are their names. */
export async function race(
  targets: readonly LoadTarget[],
  generator: Generator,
  { rounds, seconds, warmUp }: Scale,
): Promise<Map<string, Raced>> {
  for (const target of targets) {
    progress(`warming up: ${target.what}`)
    await generator.run(target, warmUp)
  }
  const loads = new Map<string, Load[]>(targets.map(({ what }) => [what, []]))
  for (let round = 1; round <= rounds; round += 1) {
    for (const target of targets) {
      const load = await generator.run(target, seconds)
      loads.get(target.what)?.push(load)
      progress(`round ${round} of ${rounds}: ${target.what}, ${Math.round(load.perSecond)} requests/s`)
    }
  }
  return new Map([...loads].map(([what, all]) => [what, raced(what, all)]))
}

function raced(name: string, loads: readonly Load[]): Raced {
  const series = (unit: string, of: (load: Load) => number): Series => ({ name, unit, values: loads.map(of) })
  return {
    throughput: series('requests/s', ({ perSecond }) => perSecond),
    latency: series('ms', ({ p99 }) => p99),
    serverShare: series('', ({ serverShare }) => serverShare),
    generatorShare: series('', ({ generatorShare }) => generatorShare),
  }
}

/** Measures the first requests of so many starts of each contender, and stops them again. */
export async function raceCold(
  contenders: ReadonlyMap<string, () => Promise<LoadTarget>>,
  rounds: number,
): Promise<Series[]> {
  const series = [...contenders.keys()].map((name): Series => ({ name, unit: 'requests/s', values: [] }))
  for (let round = 1; round <= rounds; round += 1) {
    for (const each of series) {
      const target = await contenders.get(each.name)?.()
      if (!target) continue
      each.values.push(await runCold(target))
      await target.server.stop()
      progress(
        `cold, start ${round} of ${rounds}: ${each.name}, ${Math.round(each.values.at(-1) ?? 0)} requests/s`,
      )
    }
  }
  return series
}
