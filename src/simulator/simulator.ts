/** What a simulator is made of, and what its parts are given to work with: the types alone. */

import type { Contract, OpenApiDocument } from '../contract/contract.ts'
import type { Routes } from '../contract/routes.ts'
import type { Validator } from '../contract/validator.ts'
import type { DeliveryRequest } from '../deliveries/delivery.ts'
import type { DeliveryProtocol } from '../deliveries/protocol.ts'
import type { EventName } from '../deliveries/webhook-types.ts'
import type { Clock } from '../harness/clock.ts'
import type { Random } from '../harness/random.ts'
import type { AuthAccess, Client } from '../http/authorization.ts'
import type { Dialect, Violation } from '../http/failure.ts'
import type { ApiRequest, ApiResult } from '../http/messages.ts'
import type { CollectionDefinitions, CollectionsOf } from './collections.ts'
import type { AnyExamples } from './examples.ts'
import type { ArgumentsOf, ParameterSchemas } from './parameters.ts'
import type { Population, PopulationChange } from './population.ts'
import type { Settings } from './settings.ts'
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

/** What every part of a simulator works with: one harness's world, seen from one simulator. */
export type Context<T extends SimulatorTypes = AnyTypes> = ContextOf<
  T['settings'],
  T['collections'],
  Part<T, 'populations', Record<never, never>>,
  Part<T, 'resources', readonly Resource[]>,
  WebhooksOf<T>,
  Part<T, 'jobs', Record<never, never>>
>

/** A context by its parts: a handler may ask for less than its simulator has. */
interface ContextOf<S, D, P, R, W, Jobs> {
  clock: Pick<Clock, 'now' | 'iso' | 'today'>
  random: Random
  settings: S
  collections: CollectionsOf<D>
  populations: ViewsOf<P>
  /** Gives a document its first state and starts the time in it; replaces one with the same key. */
  begin<K extends ResourceName<D, R>>(collection: K, doc: DocumentIn<D, K>): Promise<void>
  /**
   * Moves a document to another state and does what entering it does.
   * @throws when the graph has no such move.
   */
  move<K extends ResourceName<D, R>>(collection: K, key: string, to: StateOf<R, K>): Promise<void>
  /** Ends the time in a state; for documents that are deleted. */
  forget(collection: ResourceName<D, R>, key: string): Promise<void>
  /**
   * Runs one of the simulator's jobs at an instant of the clock. No method, so that a job which the simulator does
   * not have is found where the parts are put together.
   */
  schedule: (...job: JobCall<Jobs>) => Promise<void>
  unschedule(subject: string): Promise<void>
  /** Queues a webhook message; it is sent when the change that caused it is stored. */
  deliver<E extends EventName<W>>(delivery: DeliveryRequest<W, E>): Promise<void>
  /** Drops what is still to be sent for a subscription that ended. */
  dropDeliveries(subscription: string): Promise<void>
  /** Number of the exchange that deleted a document, as long as that is remembered. */
  deletedIn(collection: keyof D & string, key: string): number | undefined
  auth: AuthAccess
}

/** A context while a request is answered. */
export type RequestContext<C = Context, Operation extends string = string> = C & {
  request: ApiRequest
  /** Its number in the journal. */
  exchange: number
  operation: Operation
  /** The caller; in an operation that everybody may call, a client without rights. */
  client: Client
  environment: string | undefined
  /** Says which rule gave the answer, for `x-tvilling-reason`. */
  setReason(reason: string): void
}

// biome-ignore lint/suspicious/noExplicitAny: the input of a handler is typed by its operation
export type Handler<C = any> = (input: any, context: C) => Promise<ApiResult>

export interface Scenario<P = ParameterSchemas, C = Context> {
  about: string
  /** JSON Schemas of the parameters by name; one without a default is required. */
  parameters?: P
  /** Sets the state up and tells what a test needs to know of it. */
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
  /** As those of a scenario. */
  parameters?: P
  fire: (parameters: ArgumentsOf<P>, context: C) => Promise<Record<string, unknown>>
}

/** What happens to the documents of one collection of a simulator as they move. */
export type ResourceBehaviour<
  T extends SimulatorTypes,
  K extends ResourceName<T['collections'], ResourcesOf<T>>,
> = Behaviour<DocumentIn<T['collections'], K>, StateOf<ResourcesOf<T>, K>, Context<T>>

interface Behaviour<Doc, State, C> {
  /** Which of several timed moves is made; what was found out on the way is handed on to `enter`. */
  decide?: (doc: Doc, context: C) => Promise<State | { to: State; finding: unknown }>
  /** Returns the document as it shall be stored in its new state; whatever follows from it happens here. */
  enter?: (doc: Doc, move: { from: State; to: State; finding?: unknown }, context: C) => Promise<Doc>
  /** What follows once the document is stored in its new state: moves of other documents, which may read it. */
  follow?: (doc: Doc, move: { from: State; to: State }, context: C) => Promise<void>
}

type RecordOf<P> = P extends Population<infer R, infer _C> ? R : never

/** The parts of a definition that name or are given others, in terms of all of its types. */
export interface TypedParts<T extends SimulatorTypes, O extends string, J extends string, P, E, Sc> {
  operations: { [K in O]: Handler<RequestContext<Context<T>, NoInfer<O>>> }
  /** Operations that hand out tokens: what goes wrong before them is said as OAuth says it. */
  tokenOperations?: readonly NoInfer<O>[]
  /** Runs between the check of the parameters and that of the body; a result ends the request. */
  admit?: (context: RequestContext<Context<T>, NoInfer<O>>) => Promise<ApiResult | undefined>
  /**
   * What is wrong with a body that its schema cannot say, so that one answer names all faults. It is asked after
   * the schema whatever that found: the body may be anything.
   */
  inspect?: (body: unknown, context: RequestContext<Context<T>, NoInfer<O>>) => readonly Violation[]
  behaviours?: { [K in ResourceName<T['collections'], ResourcesOf<T>>]?: ResourceBehaviour<T, K> }
  // biome-ignore lint/suspicious/noExplicitAny: each job says what it is given
  jobs?: { [K in J]: (payload: any, context: Context<T>) => Promise<void> }
  events?: { [K in keyof E]: EventDefinition<E[K], Context<T>> }
  /** What a change in a population does here. */
  reactions?: {
    [K in keyof P]?: (change: PopulationChange<RecordOf<P[K]>>, context: Context<T>) => Promise<void>
  }
  scenarios?: { [K in keyof Sc]: Scenario<Sc[K], Context<T>> }
}

/** The parts of a definition that stand for themselves. */
export interface PlainParts<Name, S, P> {
  /** Kebab case; the name in control, journal and scenarios. */
  name: Name
  provider: string
  /** The OpenAPI document: a `.json` or `.yaml` file, or the document itself. */
  document: URL | OpenApiDocument
  /** The list of facts with their evidence (`.json`). */
  facts?: URL
  settings: S
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

/** A definition as the engine reads it, whatever its types were. */
export interface SimulatorDefinition
  extends PlainParts<string, Settings, Populations>,
    Omit<TypedParts<AnyTypes, string, string, Populations, unknown, unknown>, 'events' | 'scenarios'> {
  collections: CollectionDefinitions
  resources?: readonly Resource[]
  webhooks?: DeliveryProtocol
  events?: Record<string, EventDefinition>
  scenarios?: Record<string, Scenario>
}

/** A simulator, ready to be put into a harness. */
export interface Simulator<N extends SimulatorNames = SimulatorNames> {
  readonly name: N['name']
  readonly definition: SimulatorDefinition
  /** Read when it is first asked for. */
  readonly contract: Contract
  /** Made when it is first asked for; harnesses share it. */
  readonly validator: Validator
  /** Likewise. */
  readonly routes: Routes
  /** Never there: it carries the names to the types of those who use the simulator. */
  readonly names?: N
}
