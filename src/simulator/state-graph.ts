/** State graphs as data: which states a resource has and which moves lead from one to another. */

export interface Move {
  from: string
  to: string
  /**
   * `time`: by itself after a while; `request`: by a client's call; `consequence`: with a move of another document;
   * `command`: only by control or a scenario.
   */
  by: 'time' | 'request' | 'consequence' | 'command'
  /** For `time`: the name of the setting that holds the duration. */
  after?: string
  /** Fact ids. */
  facts?: readonly string[]
}

/** Documents of one collection that move through states. */
export interface Resource {
  collection: string
  /** Member of the document that holds the state. */
  field: string
  initial: readonly string[]
  states: Readonly<Record<string, string>>
  moves: readonly Move[]
}

/** A move that a document has made. */
export interface Transition {
  at: string
  simulator: string
  collection: string
  key: string
  from: string
  to: string
}

/** States that can be reached in one move. */
export function targetsFrom(resource: Resource, state: string): string[] {
  return [...new Set(resource.moves.filter(({ from }) => from === state).map(({ to }) => to))]
}

/** The moves that time makes out of a state; several mean that the simulator decides which. */
export function timedMovesFrom(resource: Resource, state: string): Move[] {
  return resource.moves.filter(({ from, by }) => from === state && by === 'time')
}

/** @throws when a move names a state that the resource does not have, or time a duration that is not given. */
export function checkResource(resource: Resource): void {
  for (const { from, to, by, after } of resource.moves) {
    for (const state of [from, to]) {
      if (!(state in resource.states)) throw new Error(`${resource.collection} has no state ${state}.`)
    }
    if ((by === 'time') !== (after !== undefined)) {
      throw new Error(`The move from ${from} to ${to} needs a setting exactly if it is made by time.`)
    }
  }
}

/** The graph as a Mermaid state diagram, with the settings that time the moves. */
export function toMermaid(resource: Resource): string {
  const lines = [
    ...resource.initial.map((state) => `  [*] --> ${state}`),
    ...resource.moves.map(({ from, to, by, after }) => `  ${from} --> ${to} : ${after ?? by}`),
  ]
  return ['stateDiagram-v2', ...lines].join('\n')
}
