/** What a simulator is made of, and what its parts are given to work with. */

import { type Contract, type OpenApiDocument, readContract } from '../contract/contract.ts'
import { createRoutes, type Routes } from '../contract/routes.ts'
import { createValidator, type Validator } from '../contract/validator.ts'
import type { DeliveryRequest } from '../deliveries/delivery.ts'
import type { DeliveryProtocol } from '../deliveries/protocol.ts'
import type { Clock } from '../harness/clock.ts'
import type { Random } from '../harness/random.ts'
import type { AuthAccess, Client } from '../http/authorization.ts'
import type { Dialect, Violation } from '../http/failure.ts'
import type { ApiRequest, ApiResult } from '../http/messages.ts'
import type { Collection, CollectionDefinition } from '../store/store.ts'
import type { AnyExamples } from './examples.ts'
import type { Population, PopulationChange, PopulationView } from './population.ts'
import type { Settings } from './settings.ts'
import { checkResource, type Resource } from './state-graph.ts'
import type { VerificationPlan } from './verification.ts'

// biome-ignore lint/suspicious/noExplicitAny: a map of definitions is generic in each of its members
type Definitions = Record<string, CollectionDefinition<any>>
// biome-ignore lint/suspicious/noExplicitAny: likewise
type Populations = Record<string, Population<any, any>>

type CollectionsOf<D extends Definitions> = {
  [K in keyof D]: D[K] extends CollectionDefinition<infer T> ? Collection<T> : never
}
type ViewsOf<P extends Populations> = {
  [K in keyof P]: P[K] extends Population<infer R, infer C> ? PopulationView<R, C> : never
}

/** What every part of a simulator works with: one harness's world, seen from one simulator. */
export interface Context<
  S extends Settings = Settings,
  D extends Definitions = Definitions,
  P extends Populations = Populations,
> {
  clock: Pick<Clock, 'now' | 'iso' | 'today'>
  random: Random
  settings: S
  collections: CollectionsOf<D>
  populations: ViewsOf<P>
  /** Gives a document its first state and starts the time in it; replaces one with the same key. */
  begin<T extends object>(collection: string, doc: T): Promise<void>
  /**
   * Moves a document to another state and does what entering it does.
   * @throws when the graph has no such move.
   */
  move(collection: string, key: string, to: string): Promise<void>
  /** Ends the time in a state; for documents that are deleted. */
  forget(collection: string, key: string): Promise<void>
  /** Runs one of the simulator's jobs at an instant of the clock. */
  schedule(job: string, due: number, subject: string, payload: unknown): Promise<void>
  unschedule(subject: string): Promise<void>
  /** Queues a webhook message; it is sent when the change that caused it is stored. */
  deliver(delivery: DeliveryRequest): Promise<void>
  /** Drops what is still to be sent for a subscription that ended. */
  dropDeliveries(subscription: string): Promise<void>
  /** Number of the exchange that deleted a document, as long as that is remembered. */
  deletedIn(collection: string, key: string): number | undefined
  auth: AuthAccess
}

/** A context while a request is answered. */
export type RequestContext<C extends Context = Context> = C & {
  request: ApiRequest
  /** Its number in the journal. */
  exchange: number
  operation: string
  /** The caller; in an operation that everybody may call, a client without rights. */
  client: Client
  environment: string | undefined
  /** Says which rule gave the answer, for `x-tvilling-reason`. */
  setReason(reason: string): void
}

// biome-ignore lint/suspicious/noExplicitAny: the input of a handler is typed by its operation
export type Handler<C = any> = (input: any, context: C) => Promise<ApiResult>

export interface Scenario<C = Context> {
  about: string
  /** JSON Schemas of the parameters by name; one without a default is required. */
  parameters?: Record<string, Record<string, unknown>>
  /** Sets the state up and tells what a test needs to know of it. */
  // biome-ignore lint/suspicious/noExplicitAny: parameters are checked against their schemas first
  load: (parameters: any, context: C) => Promise<Record<string, unknown>>
}

/** A documented synthetic person or organization whose data triggers a known outcome. */
export interface Trigger {
  subject: string
  number: string
  triggers: string
  facts?: readonly string[]
}

/** A webhook event that can be fired on command. */
export interface EventDefinition<C = Context> {
  about: string
  parameters?: Record<string, Record<string, unknown>>
  // biome-ignore lint/suspicious/noExplicitAny: parameters are checked against their schemas first
  fire: (parameters: any, context: C) => Promise<Record<string, unknown>>
}

export interface ResourceBehaviour<T, C> {
  /** Which of several timed moves is made; what was found out on the way is handed on to `enter`. */
  decide?: (doc: T, context: C) => Promise<string | { to: string; finding: unknown }>
  /** Returns the document as it shall be stored in its new state; whatever follows from it happens here. */
  enter?: (doc: T, move: { from: string; to: string; finding?: unknown }, context: C) => Promise<T>
  /** What follows once the document is stored in its new state: moves of other documents, which may read it. */
  follow?: (doc: T, move: { from: string; to: string }, context: C) => Promise<void>
}

export interface SimulatorDefinition<
  S extends Settings = Settings,
  D extends Definitions = Definitions,
  P extends Populations = Populations,
> {
  /** Kebab case; the name in control, journal and scenarios. */
  name: string
  provider: string
  /** The OpenAPI document: a `.json` or `.yaml` file, or the document itself. */
  document: URL | OpenApiDocument
  /** The list of facts with their evidence (`.json`). */
  facts?: URL
  settings: S
  collections: D
  populations?: P
  clients?: readonly Client[]
  problems: Dialect
  operations: Record<string, Handler<RequestContext<Context<S, D, P>>>>
  /** Operations that hand out tokens: what goes wrong before them is said as OAuth says it. */
  tokenOperations?: readonly string[]
  /** Runs between the check of the parameters and that of the body; a result ends the request. */
  admit?: (context: RequestContext<Context<S, D, P>>) => Promise<ApiResult | undefined>
  /**
   * What is wrong with a body that its schema cannot say, so that one answer names all faults. It is asked after
   * the schema whatever that found: the body may be anything.
   */
  inspect?: (body: unknown, context: RequestContext<Context<S, D, P>>) => readonly Violation[]
  resources?: readonly Resource[]
  // biome-ignore lint/suspicious/noExplicitAny: each collection has documents of its own
  behaviours?: Record<string, ResourceBehaviour<any, Context<S, D, P>>>
  // biome-ignore lint/suspicious/noExplicitAny: each job has a payload of its own
  jobs?: Record<string, (payload: any, context: Context<S, D, P>) => Promise<void>>
  webhooks?: DeliveryProtocol<S>
  events?: Record<string, EventDefinition<Context<S, D, P>>>
  /** What a change in a population does here. */
  // biome-ignore lint/suspicious/noExplicitAny: each population has records of its own
  reactions?: Record<string, (change: PopulationChange<any>, context: Context<S, D, P>) => Promise<void>>
  scenarios?: Record<string, Scenario<Context<S, D, P>>>
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

/** A simulator, ready to be put into a harness. */
export interface Simulator {
  readonly name: string
  readonly definition: SimulatorDefinition
  /** Read when it is first asked for. */
  readonly contract: Contract
  /** Made when it is first asked for; harnesses share it. */
  readonly validator: Validator
  /** Likewise. */
  readonly routes: Routes
}

/**
 * Defines the twin of one API.
 * @throws when a resource's graph is not sound. That operations and contract agree is checked when a harness
 * is made, since the document is read only then.
 */
export function defineSimulator<S extends Settings, D extends Definitions, P extends Populations>(
  definition: SimulatorDefinition<S, D, P>,
): Simulator {
  for (const resource of definition.resources ?? []) checkResource(resource)
  let contract: Contract | undefined
  let validator: Validator | undefined
  let routes: Routes | undefined
  return {
    name: definition.name,
    definition: definition as unknown as SimulatorDefinition,
    get contract() {
      if (!contract) {
        contract = readContract(definition.document)
        checkOperations(definition.name, contract, Object.keys(definition.operations))
      }
      return contract
    },
    get validator() {
      validator ??= createValidator(this.contract)
      return validator
    },
    get routes() {
      routes ??= createRoutes(this.contract)
      return routes
    },
  }
}

function checkOperations(name: string, contract: Contract, handled: readonly string[]): void {
  const promised = contract.operations.map(({ id }) => id)
  const missing = promised.filter((id) => !handled.includes(id))
  const unknown = handled.filter((id) => !promised.includes(id))
  if (missing.length > 0) throw new Error(`${name} does not handle ${missing.join(', ')} of its contract.`)
  if (unknown.length > 0) throw new Error(`${name} handles ${unknown.join(', ')}, which its contract lacks.`)
}
