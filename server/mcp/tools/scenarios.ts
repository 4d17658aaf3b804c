/** Named starting states. */
import { unknownName } from '../../../src/control/nearest.ts'
import { defineTool } from '../tool.ts'
import { listOf, record, simulator, text } from './schemas.ts'

export const scenariosList = defineTool('scenarios_list', {
  title: 'List scenarios',
  description:
    'Lists the named starting states with their parameters as JSON Schemas. Load one to get, for instance, an approved bundle without calling every operation that leads there.',
  effect: 'reads',
  input: { simulator: { ...simulator, optional: true } },
  output: {
    scenarios: listOf({
      name: text,
      simulator: text,
      about: text,
      parameters: { ...record, description: 'JSON Schemas by name' },
    }),
  },
  async run({ simulator }, { twin }) {
    const all = await twin.control.scenarios.list()
    const names = [...new Set(all.map((scenario) => scenario.simulator))]
    if (simulator !== undefined && !names.includes(simulator)) {
      throw unknownName('simulator with scenarios', simulator, names)
    }
    const scenarios = all.filter((scenario) => simulator === undefined || scenario.simulator === simulator)
    return { text: `${scenarios.length} scenarios.`, data: { scenarios } }
  },
})

export const scenarioLoad = defineTool('scenario_load', {
  title: 'Load a scenario',
  description:
    'Brings the twin into a named starting state, beside what is there already. Answers with what a test needs to know of it, such as ids.',
  effect: 'acts',
  input: {
    name: { type: 'string', minLength: 1, description: 'Name of a scenario; scenarios_list has all' },
    parameters: {
      type: 'object',
      default: {},
      description: 'Parameters by name, as scenarios_list tells; those with a default may be left out',
    },
  },
  output: { facts: { ...record, description: 'What the scenario made: ids, numbers, names' } },
  async run({ name, parameters }, { twin }) {
    const facts = await twin.control.scenarios.load(name, parameters)
    return { text: `${name} is loaded.`, data: { facts } }
  },
})
