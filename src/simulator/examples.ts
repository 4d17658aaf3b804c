/**
 * Examples of an API: requests in a named state, each with its documented answer. The pacts of our own consumer tests are
 * made from them, and they prove that every documented answer can be produced.
 */

type Parameters<Op, In extends string> = Op extends { parameters: { [K in In]?: infer T } }
  ? [T] extends [never]
    ? undefined
    : NonNullable<T>
  : undefined

type Body<Op> = Op extends { requestBody?: { content: infer C } } ? C[keyof C] : undefined

/** The input of a call, as the contract allows it. */
export interface ExampleInput<Op> {
  path?: Parameters<Op, 'path'>
  query?: Parameters<Op, 'query'>
  header?: Parameters<Op, 'header'>
  body?: Body<Op> | FormData
}

/** The input of a call that the contract does not allow, or whose operation the compiler does not know. */
export interface UncheckedInput {
  path?: object | undefined
  query?: object | undefined
  header?: object | undefined
  body?: unknown
}

/** A scenario, or a general provider state (`tvilling pact states` lists all), with its parameters. */
export type ExampleState = [name: string, parameters?: Record<string, unknown>]

/** An example of any operation. */
export interface AnyExample {
  operation: string
  /** Completes the description, after the operation and the status. */
  outcome: string
  status: number
  given?: readonly ExampleState[]
  /** The client whose token is sent; null sends none. `tvilling` by default. */
  client?: string | null
  /** Values of the input that the provider state returns, by their names there. */
  fromState?: Readonly<Record<string, string>>
  /** The body of the answer; its members may be expected values such as `regex(…)`. */
  answer?: unknown
  answerHeaders?: Record<string, unknown>
  input?: UncheckedInput
  /** Replaces `input`: an input that the contract does not allow. */
  wrong?: UncheckedInput
}

/** An example of one of the operations that are generated from a contract. */
export type Example<Operations> = {
  [Id in keyof Operations & string]: Omit<AnyExample, 'operation' | 'input' | 'wrong'> & { operation: Id } & (
      | { input?: ExampleInput<Operations[Id]> }
      | { wrong: UncheckedInput }
    )
}[keyof Operations & string]

/** A webhook message in a named state. */
export interface ExampleMessage {
  event: string
  /** Completes the description, after the event. */
  outcome: string
  given: readonly ExampleState[]
  content: Record<string, unknown>
  /** Headers in lower case, and `contentType`. */
  metadata: Record<string, unknown>
}

interface ExamplesOf<Interaction, Samples> {
  /** For a success that is left out, the contract's own example is the request. */
  interactions: readonly Interaction[]
  messages?: readonly ExampleMessage[]
  /** Calls for errors that only a fault can cause; if one is left out, the contract's own example is taken. */
  samples: Samples
  /** The error body of an operation. */
  problem(status: number, operation: string): unknown
  /** Its media type. */
  problemType(status: number, operation: string): string
}

/** All examples of an API, checked against the operations that are generated from its contract. */
export type Examples<Operations> = ExamplesOf<
  Example<Operations>,
  { [Id in keyof Operations & string]?: UncheckedInput }
>

/** The same for readers that do not know the API. */
export type AnyExamples = ExamplesOf<AnyExample, Readonly<Record<string, UncheckedInput | undefined>>>
