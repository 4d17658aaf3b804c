/** Changes of people. The population tells each simulator that knows people. */
import { checkArguments } from '../simulator/arguments.ts'
import type { Population } from '../simulator/population.ts'
import type { RunningSimulator } from '../simulator/running-simulator.ts'
import { checkObject } from './check-object.ts'
import type { Control } from './control.ts'
import type { RunningSimulators } from './find-named.ts'
import type { Recorder } from './recorder.ts'
import { UsageError } from './usage-error.ts'

export interface PeopleControlDeps {
  simulators: RunningSimulators
  recorder: Pick<Recorder, 'change'>
}

export function createPeopleControl({ simulators, recorder }: PeopleControlDeps): Control['people'] {
  function readersOfPeople(): { population: Population<object, unknown>; readers: RunningSimulator[] } {
    const readers = [...simulators.values()].filter(({ definition }) => definition.populations?.['people'])
    const population = readers[0]?.definition.populations?.['people']
    if (!population) throw new UsageError('No simulator of this harness knows people.', 404)
    return { population, readers }
  }

  return {
    async change(number, patch) {
      checkObject('The change of a person', patch)
      const { readers, population } = readersOfPeople()
      checkPatch(population, patch)
      const work = async () => {
        const view = readers[0]?.context.populations['people']
        const changed = await view?.change(number, patch)
        if (!changed) throw new UsageError(`Nobody has the number ${number}.`, 404)
        return changed.after as Record<string, unknown>
      }
      return recorder.change(work, 'people.change', number, patch)
    },
  }
}

function checkPatch({ patchSchemas }: Population<object, unknown>, patch: Record<string, unknown>): void {
  if (!patchSchemas) return
  checkArguments('The change of a person', patchSchemas, patch)
  if (Object.keys(patch).length > 0) return
  throw new UsageError(
    `The change of a person says nothing. It can say ${Object.keys(patchSchemas).join(', ')}.`,
  )
}
