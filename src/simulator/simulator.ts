/** The types of a simulator's definition and of its context. */

import type { ContractChanges } from '../contract/adapt-contract.ts'
import type { OpenApiDocument } from '../contract/contract.ts'
import type { Fact } from '../contract/facts.ts'
import type { DeliveryRequest } from '../deliveries/delivery.ts'
import type { DeliveryProtocol } from '../deliveries/protocol.ts'
import type { EventName } from '../deliveries/webhook-types.ts'
import type { Clock } from '../harness/clock.ts'
import type { Random } from '../harness/random.ts'
import type { AuthAccess, Client } from '../http/authorization.ts'
import type { Dialect, Violation } from '../http/failure.ts'
import type { ApiRequest, ApiResult } from '../http/messages.ts'
import type { SeedKind, SeedKinds } from '../seed/seed-kind.ts'
import type { CollectionDefinitions, CollectionsOf } from './collections.ts'
import type { AnyExamples } from './examples.ts'
import type { ArgumentsOf, ParameterSchemas } from './parameters.ts'
import type { Population, PopulationChange } from './population.ts'
import type { ServedContract } from './served-contract.ts'
import type { AboutSetting, COMMON_SETTINGS, CommonSettings, Settings } from './settings.ts'
import type { SimulatorNames } from './simulator-names.ts'
import type {
  AnyTypes,
  DocumentIn,
  JobCall,
  Part,
  Populations,
  ResourceName,
  ResourcesOf,
  SimulatorTypes,
  StateOf,
  ViewsOf,
  WebhooksOf,
} from './simulator-types.ts'
import type { Resource } from './state-graph.ts'
import type { VerificationPlan } from './verification.ts'

/** The context of a simulator in one harness, which each of its parts gets. */
export type Context<T extends SimulatorTypes = AnyTypes> = ContextOf<
  T['settings'],
  T['collections'],
  Part<T, 'populations', Record<never, never>>,
  Part<T, 'resources', readonly Resource[]>,
  WebhooksOf<T>,
  Part<T, 'jobs', Record<never, never>>
>

/** A context in separate type parameters: a handler may need less than its simulator has. */
interface ContextOf<S, D, P, R, W, Jobs> {
  clock: Pick<Clock, 'now' | 'iso' | 'today'>
  random: Random
  /** Those of the simulator, and how requests are read. */
  settings: S & CommonSettings
  collections: CollectionsOf<D>
  populations: ViewsOf<P>
  /** Stores a document in its first state and starts the time in it; replaces one with the same key. */
  begin<K extends ResourceName<D, R>>(collection: K, doc: DocumentIn<D, K>): Promise<void>
  /**
   * Moves a document to another state and runs the behaviour of that state.
   * @throws if the graph has no such move.
   */
  move<K extends ResourceName<D, R>>(collection: K, key: string, to: StateOf<R, K>): Promise<void>
  /** Ends the time in a state. Call it for a deleted document. */
  forget(collection: ResourceName<D, R>, key: string): Promise<void>
  /**
   * Runs one of the simulator's jobs at an instant of the clock. It is a property, not a method, so that the compiler finds
   * an unknown job when the parts are combined.
   */
  schedule: (...job: JobCall<Jobs>) => Promise<void>
  unschedule(subject: string): Promise<void>
  /** Lets others have their turn if this has gone on for a while. Call it now and then in a long computation. */
  giveWay(): Promise<void>
  /** Queues a webhook message. It is sent after the change that caused it is stored. */
  deliver<E extends EventName<W>>(delivery: DeliveryRequest<W, E>): Promise<void>
  /** Drops the unsent messages of a subscription that has ended. */
  dropDeliveries(subscription: string): Promise<void>
  /** Number of the exchange that deleted a document, as long as it is known. */
  deletedIn(collection: keyof D & string, key: string): Promise<number | undefined>
  auth: AuthAccess
}

/** The context of a request. */
export type RequestContext<C = Context, Operation extends string = string> = C & {
  request: ApiRequest
  /** Its number in the journal. */
  exchange: number
  operation: Operation
  /** The caller; for an operation without authorization, a client without rights. */
  client: Client
  environment: string | undefined
  /** The path of an operation as it is served, with values for its parameters: settings may give it another one. */
  pathOf(operation: Operation, values: Readonly<Record<string, string>>): string
  /** Says which rule gave the answer, for `x-tvilling-reason`, and on which facts it rests. */
  setReason(reason: string, ...facts: string[]): void
  /** Names facts on which the answer rests, for `x-tvilling-evidence`, besides what the contract says of it. */
  restOn(...facts: string[]): void
}

// biome-ignore lint/suspicious/noExplicitAny: the input of a handler is typed by its operation
export type Handler<C = any> = (input: any, context: C) => Promise<ApiResult>

export interface Scenario<P = ParameterSchemas, C = Context> {
  about: string
  /** JSON Schemas of the parameters by name; one without a default is required. */
  parameters?: P
  /** Sets the state up and returns what a test needs to know about it. */
  load: (parameters: ArgumentsOf<P>, context: C) => Promise<Record<string, unknown>>
}

/** A documented synthetic person or organization whose data triggers a known outcome. */
export interface Trigger {
  subject: string
  number: string
  triggers: string
  facts?: readonly string[]
}

/** A webhook event that can be fired on command. */
export interface EventDefinition<P = ParameterSchemas, C = Context> {
  about: string
  /** As for a scenario. */
  parameters?: P
  fire: (parameters: ArgumentsOf<P>, context: C) => Promise<Record<string, unknown>>
}

/** What happens when documents of one collection change their state. */
export type ResourceBehaviour<
  T extends SimulatorTypes,
  K extends ResourceName<T['collections'], ResourcesOf<T>>,
> = Behaviour<DocumentIn<T['collections'], K>, StateOf<ResourcesOf<T>, K>, Context<T>>

interface Behaviour<Doc, State, C> {
  /** Decides which of several timed moves is made. `enter` gets the `finding`. */
  decide?: (doc: Doc, context: C) => Promise<State | { to: State; finding: unknown }>
  /** Returns the document to store in its new state. Effects of the move belong here. */
  enter?: (doc: Doc, move: { from: State; to: State; finding?: unknown }, context: C) => Promise<Doc>
  /** Runs after the document is stored in its new state: moves of other documents, which may read it. */
  follow?: (doc: Doc, move: { from: State; to: State }, context: C) => Promise<void>
}

type RecordOf<P> = P extends Population<infer R, infer _C> ? R : never

/** The parts of a definition that depend on the types of other parts. */
export interface TypedParts<T extends SimulatorTypes, O extends string, J extends string, P, E, Sc, Se> {
  operations: { [K in O]: Handler<RequestContext<Context<T>, NoInfer<O>>> }
  /** Operations that issue tokens: their errors have the form of OAuth. */
  tokenOperations?: readonly NoInfer<O>[]
  /** Runs after the check of the parameters and before that of the body. A result ends the request. */
  admit?: (context: RequestContext<Context<T>, NoInfer<O>>) => Promise<ApiResult | undefined>
  /**
   * Violations in a body that its schema cannot express, so that one answer names all of them. It runs after the schema
   * check even if that found violations: the body can be any value.
   */
  inspect?: (body: unknown, context: RequestContext<Context<T>, NoInfer<O>>) => readonly Violation[]
  behaviours?: { [K in ResourceName<T['collections'], ResourcesOf<T>>]?: ResourceBehaviour<T, K> }
  // biome-ignore lint/suspicious/noExplicitAny: each job declares the type of its payload
  jobs?: { [K in J]: (payload: any, context: Context<T>) => Promise<void> }
  events?: { [K in keyof E]: EventDefinition<E[K], Context<T>> }
  /** Runs after a change in a population. */
  reactions?: {
    [K in keyof P]?: (change: PopulationChange<RecordOf<P[K]>>, context: Context<T>) => Promise<void>
  }
  scenarios?: { [K in keyof Sc]: Scenario<Sc[K], Context<T>> }
  /** What seed data can hold: a function that imports `seed.ts`. */
  seed?: () => Promise<{ seed: { [K in keyof Se]: SeedKind<Se[K], Context<T>> } }>
}

/** The parts of a definition that depend on no other part. */
export interface PlainParts<Name, S, P> {
  /** Kebab case; the name in control, journal and scenarios. */
  name: Name
  provider: string
  /** The OpenAPI document: a `.json` or `.yaml` file, or the document itself. */
  document: URL | OpenApiDocument
  /** The list of facts with their evidence (`.json`). */
  facts?: URL
  /**
   * The engine reads `tokenLifetime`, if it is there, and the common settings, whose defaults can be replaced here:
   * `nulls`, `scalars`, `pathCase`, `dateTimesWithoutOffset`.
   */
  settings: S
  /** What each setting does and rests on, for `tvilling settings`; of the common ones, what differs here. */
  aboutSettings?: { readonly [K in keyof NoInfer<S> | keyof typeof COMMON_SETTINGS]?: AboutSetting }
  populations?: P
  clients?: readonly Client[]
  problems: Dialect
  subjects?: readonly Trigger[]
  /** How `tvilling verify` drives an implementation of this API: `() => import('./verification.ts')`. */
  verification?: () => Promise<{ verification: VerificationPlan }>
  /** Requests with their documented answers, for pacts: `() => import('./examples.ts')`. */
  examples?: () => Promise<{ examples: AnyExamples }>
  /**
   * Members of answers whose values differ from one service to the next and mean nothing, so that `tvilling drift`
   * compares their shape alone: JSON Pointers into the body, where `*` is any item or member and `**` any number of
   * them; `<operationId>#` before it limits it to one operation. What the contract marks as personal, dates, times,
   * UUIDs and references need no mention.
   */
  volatile?: readonly string[]
}

/** A definition as the engine reads it, without its types. */
export interface SimulatorDefinition
  extends PlainParts<string, Settings, Populations>,
    Omit<
      TypedParts<AnyTypes, string, string, Populations, unknown, unknown, unknown>,
      'events' | 'scenarios' | 'seed'
    > {
  collections: CollectionDefinitions
  resources?: readonly Resource[]
  webhooks?: DeliveryProtocol
  events?: Record<string, EventDefinition>
  scenarios?: Record<string, Scenario>
  seed?: () => Promise<{ seed: SeedKinds }>
}

/** A simulator, ready to be put into a harness. */
export interface Simulator<N extends SimulatorNames = SimulatorNames> extends ServedContract {
  readonly name: N['name']
  readonly definition: SimulatorDefinition
  /** Whether its paths compare without regard to upper and lower case, unless a setting says otherwise. */
  readonly anyCase: boolean
  /** The contract with the paths, names and words of settings. @throws UsageError if one cannot be changed. */
  served(changes: ContractChanges): ServedContract
  /** The facts on which the simulator rests, by their ids. */
  readonly facts: ReadonlyMap<string, Fact>
  /** Never set. It only gives the names to the types of users. */
  readonly names?: N
}
