/** How long many transitions in one advance take, and how that grows. */
import { addConsumers, newHarness } from './embedded.ts'
import type { PartResult } from './report.ts'
import { progress, type Scale } from './scale.ts'
import { holds, median, medianTarget, type Series, type TargetResult } from './statistics.ts'

/** Largest growth of the time a transition takes that counts as linear. */
const LINEAR = 1.2

export async function measureAdvance(scale: Scale): Promise<PartResult> {
  const [small, medium, large] = [10_000, 100_000, 300_000].map(scale.count) as [number, number, number]
  await transitions(small)
  const curves = [
    await transitionsOf(small, scale.rounds),
    await transitionsOf(medium, Math.min(3, scale.rounds)),
    await transitionsOf(large, 1),
  ] as const
  const each = [small, medium, large].map(
    (count, index): Series => ({
      name: `${count.toLocaleString('en-US')} transitions`,
      unit: 'µs',
      values: (curves[index]?.values ?? []).map((seconds) => (seconds * 1_000_000) / count),
    }),
  ) as [Series, Series, Series]
  return {
    targets: [
      medianTarget(
        `${medium.toLocaleString('en-US')} due transitions in one advance`,
        { atMost: 3 },
        curves[1],
      ),
      growth(each[1], each[0]),
      growth(each[2], each[0]),
    ],
    tables: [
      { title: 'One advance', rows: [...curves] },
      { title: 'A transition', comparedTo: each[0].name, rows: each },
    ],
    notes: [
      'In process, memory store: consumers that are uploaded begin to be identified half a minute later.',
    ],
  }
}

function growth(above: Series, below: Series): TargetResult {
  const measured = median(above.values) / median(below.values)
  return {
    name: `a transition among ${above.name}, of one among ${below.name}`,
    measured,
    unit: '',
    limit: { atMost: LINEAR },
    held: holds(measured, { atMost: LINEAR }),
    from: [above, below],
  }
}

async function transitionsOf(count: number, rounds: number): Promise<Series> {
  const values: number[] = []
  for (let round = 0; round < rounds; round += 1) values.push(await transitions(count))
  const series = { name: `${count.toLocaleString('en-US')} transitions`, unit: 's', values }
  progress(`${series.name}: ${values.map((seconds) => seconds.toFixed(2)).join(', ')} s`)
  return series
}

/** Seconds that an advance with so many transitions takes. */
async function transitions(count: number): Promise<number> {
  const harness = await newHarness()
  await addConsumers(harness, count)
  const begun = performance.now()
  const { transitions } = await harness.clock.advance('PT30S')
  const seconds = (performance.now() - begun) / 1_000
  if (transitions.length !== count) throw new Error(`${transitions.length} of ${count} transitions.`)
  await harness.close()
  return seconds
}
