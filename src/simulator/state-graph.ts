/** State graphs as data: which states a resource has and which moves lead from one to another. */
import type { CollectionDefinitions, DocumentOf } from './collections.ts'
import type { Settings } from './settings.ts'

export interface Move<State extends string = string, Setting extends string = string> {
  readonly from: State
  readonly to: State
  /**
   * What causes the move. `time`: a duration; `request`: a client's call; `consequence`: a move of another document;
   * `command`: control or a scenario only.
   */
  readonly by: 'time' | 'request' | 'consequence' | 'command'
  /** For `time`: the name of the setting that holds the duration. */
  readonly after?: Setting
  /** Fact ids. */
  readonly facts?: readonly string[]
}

/** Documents of one collection that move through states. */
export interface Resource<
  Name extends string = string,
  State extends string = string,
  Setting extends string = string,
> {
  readonly collection: Name
  /** Member of the document that holds the state. */
  readonly field: string
  readonly initial: readonly State[]
  readonly states: Readonly<Record<State, string>>
  readonly moves: readonly Move<State, Setting>[]
}

/** Members of a document that can hold a state; the contract may call one optional. */
export type StateField<Doc> = {
  [K in keyof Doc]-?: Doc[K] extends string | undefined ? K : never
}[keyof Doc] &
  string

/** Settings that can hold a duration. */
export type DurationSetting<S> = { [K in keyof S]: S[K] extends string ? K : never }[keyof S] & string

/** A resource as the collections and settings of its simulator allow it. */
export interface ResourceOf<
  D extends CollectionDefinitions,
  S extends Settings,
  Name extends keyof D & string,
  State extends string,
> {
  collection: Name
  /** Member of the document that holds the state. */
  field: StateField<DocumentOf<D[Name]>>
  initial: readonly NoInfer<State>[]
  states: Readonly<Record<State, string>>
  moves: readonly Move<NoInfer<State>, DurationSetting<S>>[]
}

/**
 * Defines the state graph of a collection. Its names are checked against the collections, the documents and the
 * settings: a misspelt one does not compile.
 */
export function defineResource<
  D extends CollectionDefinitions,
  S extends Settings,
  const Name extends keyof D & string,
  const State extends string,
>(
  _collections: D,
  _settings: S,
  resource: ResourceOf<D, S, Name, State>,
): Resource<Name, State, DurationSetting<S>> {
  return resource
}

/** A completed move of a document. */
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

/** Checks the names in each resource of a list against the collections and settings of its simulator. */
export type CheckedResources<R, D, S> = {
  readonly [I in keyof R]: R[I] extends { collection: infer N; field: infer F; states: infer T }
    ? {
        readonly collection: keyof D & string
        readonly field: string extends F ? string : StateField<DocumentOf<D[N & keyof D]>>
        readonly initial: readonly (keyof T & string)[]
        readonly states: Readonly<Record<keyof T & string, string>>
        readonly moves: readonly Move<keyof T & string, DurationSetting<S>>[]
      }
    : Resource
}

/** The graph as a Mermaid state diagram, with the settings that time the moves. */
export function toMermaid(resource: Resource): string {
  const lines = [
    ...resource.initial.map((state) => `  [*] --> ${state}`),
    ...resource.moves.map(({ from, to, by, after }) => `  ${from} --> ${to} : ${after ?? by}`),
  ]
  return ['stateDiagram-v2', ...lines].join('\n')
}
