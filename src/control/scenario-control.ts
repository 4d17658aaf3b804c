/** Named starting states, and events that are fired on command. */
import { checkArguments } from '../simulator/arguments.ts'
import type { RunningSimulator } from '../simulator/running-simulator.ts'
import { checkObject } from './check-object.ts'
import type { Control, ScenarioListing } from './control.ts'
import { memberNamed, type RunningSimulators, simulatorNamed } from './find-named.ts'
import { unknownName } from './nearest.ts'
import type { Recorder } from './recorder.ts'
import { UsageError } from './usage-error.ts'

export interface ScenarioControlDeps {
  simulators: RunningSimulators
  recorder: Pick<Recorder, 'change'>
}

export function createScenarioControl(deps: ScenarioControlDeps): Control['scenarios'] {
  const { simulators, recorder } = deps

  function scenarios(): (ScenarioListing & { running: RunningSimulator })[] {
    return [...simulators.values()].flatMap((running) =>
      Object.entries(running.definition.scenarios ?? {}).map(([name, { about, parameters = {} }]) => ({
        name,
        simulator: running.name,
        about,
        parameters,
        running,
      })),
    )
  }

  return {
    list: async () => scenarios().map(({ running, ...listing }) => listing),

    async load(name, parameters = {}) {
      const known = scenarios()
      const scenario = known.find((candidate) => candidate.name === name)
      if (!scenario) {
        const names = known.map((candidate) => candidate.name)
        throw unknownName('scenario', name, names)
      }
      checkObject(`The scenario "${name}"`, parameters)
      const given = checkArguments(`The scenario "${name}"`, scenario.parameters, parameters)
      const { definition, context } = scenario.running
      const work = async () => (await definition.scenarios?.[name]?.load(given, context)) ?? {}
      return recorder.change(work, 'scenarios.load', name, given)
    },
  }
}

export function createEventControl({ simulators, recorder }: ScenarioControlDeps): Control['events'] {
  return {
    async fire(named) {
      checkObject('An event', named)
      const { simulator, event, ...parameters } = named
      if (typeof simulator !== 'string' || typeof event !== 'string') {
        throw new UsageError('An event is fired with "simulator" and "event".')
      }
      const { definition, context } = simulatorNamed(simulators, simulator)
      const found = memberNamed('event', event, definition.events ?? {})
      const given = checkArguments(`The event ${event}`, found.parameters ?? {}, parameters)
      const fired = { simulator, event, ...given }
      return recorder.change(async () => found.fire(given, context), 'events.fire', fired)
    },
  }
}
