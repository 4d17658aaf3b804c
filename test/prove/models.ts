/** Five reference models against the five simulators: 2,000 runs of up to 40 commands each. */
import { models } from './models/all.ts'
import { runModel } from './models/model-test.ts'
import type { PartResult } from './report.ts'
import { progress, type Scale } from './scale.ts'

/** Commands in the longest run. */
const LONGEST = 40

export async function proveModels({ count, seed }: Scale): Promise<PartResult> {
  const runs = count(2_000, 20)
  const result: PartResult = { counts: {}, criteria: [], findings: [], notes: [] }
  for (const model of models) {
    const { commands, counterexample } = await runModel(model, { runs, seed, longest: LONGEST })
    progress(`${model.simulator}: ${commands} commands, ${counterexample ? 'a difference' : 'no difference'}`)
    result.counts[`${model.simulator}, commands in ${runs} runs`] = commands
    result.criteria.push({
      name: `${model.simulator} does what its model predicts`,
      wanted: 'no difference',
      measured: counterexample === undefined ? 'no difference' : 'a counterexample',
      held: counterexample === undefined,
    })
    if (counterexample) result.findings.push(`${model.simulator}, ${counterexample}`)
  }
  return result
}
