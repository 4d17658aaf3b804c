import { describe, expect, test } from 'vitest'
import { models } from './models/all.ts'
import { runModel } from './models/model-test.ts'

/** A setting with which each simulator does not do what its model predicts. */
const DIFFERENT: Record<string, Record<string, unknown>> = {
  'consumer-intelligence': { identifiedAfter: 'PT61S' },
  indkaldelse: { requestIdRetention: 'P6D' },
  'person-monitoring': { pendingTime: 'PT5M' },
  'birth-report': { forbidden: true },
  'organization-session': { lifetime: 'PT1H' },
}

describe.each(models.map((model) => [model.simulator, model] as const))('the model of %s', (name, model) => {
  test('predicts what the simulator does', async () => {
    const { commands, counterexample } = await runModel(model, { runs: 10, seed: 10, longest: 40 })
    expect(counterexample).toBeUndefined()
    expect(commands).toBeGreaterThan(100)
  })

  test('finds a simulator that does something else, and tells the few commands that show it', async () => {
    const settings = { [name]: { ...model.settings?.[name], ...DIFFERENT[name] } }
    const { counterexample } = await runModel({ ...model, settings }, { runs: 60, seed: 10, longest: 40 })
    expect(counterexample).toMatch(/the model predicts .+, the twin says .+/)
    expect(counterexample?.split('\n').length).toBeLessThan(9)
  })
})
