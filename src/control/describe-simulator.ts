/** Describes a simulator for the list of control. */

import type { RunningSimulator } from '../simulator/running-simulator.ts'
import { toMermaid } from '../simulator/state-graph.ts'
import type { SimulatorListing } from './control.ts'

export function describe({ name, definition, contract, settings }: RunningSimulator): SimulatorListing {
  return {
    name,
    title: contract.title,
    provider: definition.provider,
    operations: contract.operations.map(({ id, method, path, summary, evidence, stability }) => ({
      id,
      method,
      path,
      summary,
      evidence,
      stability,
    })),
    resources: (definition.resources ?? []).map((resource) => ({
      collection: resource.collection,
      states: resource.states,
      moves: resource.moves,
      diagram: toMermaid(resource),
    })),
    collections: Object.keys(definition.collections),
    events: Object.entries(definition.events ?? {}).map(([event, { about, parameters = {} }]) => ({
      event,
      about,
      parameters,
    })),
    settings,
  }
}
