/**
 * What `tvilling verify` must know about an API beyond its contract: how to drive an implementation, and what the API
 * promises. These types are here, since the plan is a part of a simulator like its scenarios. The driver is in `server`.
 */

/** A request to an operation. */
export interface Call {
  operation: string
  path?: Record<string, string>
  query?: Record<string, string>
  headers?: Record<string, string>
  /** Encoded as the operation's media type; the members of a multipart body are files. */
  body?: unknown
  /** Replaces `body`: these bytes with this media type. */
  raw?: { content: string | Uint8Array<ArrayBuffer>; type?: string }
  /** The role whose token is sent; null for no token. `main` by default. */
  as?: string | null
  /** Replaces the token: this value of the header `Authorization`. */
  authorization?: string
  /** Another method than the operation's; the request then matches no operation. */
  method?: string
  /** A path that no operation has. */
  unknownPath?: string
}

/** One request to the target with its response. */
export interface TargetExchange {
  /** The requested operation; undefined for a path or method that no operation has. */
  operation: string | undefined
  request: { method: string; url: string; headers: Record<string, string>; body: string }
  response: {
    status: number
    /** Names in lower case. */
    headers: Record<string, string>
    /** Parsed JSON, with the names of the plan; other content as bytes; undefined if there is no body. */
    body: unknown
    /** The same with the names that the contract has by its settings. */
    served: unknown
    text: string
  }
}

export interface Credentials {
  id: string
  secret: string
}

/** What a check can use. Every answer to its calls is also validated against the contract. */
export interface VerifySession {
  readonly environment: string
  call(call: Call): Promise<TargetExchange>
  /** @throws Mismatch if the answer has another status. */
  expect(status: number, call: Call): Promise<TargetExchange>
  /** A place in the body of an operation's request as settings call it, such as `barn.kön` for `child.gender`. */
  place(operation: string, field: string): string
  /** Number or id of one of the plan's subjects, such as a person; `--subjects` replaces them. */
  subject(name: string): string
  /** A new text that no run has used. */
  id(): string
  uuid(): string
  /** The target's current day in UTC, `YYYY-MM-DD`. */
  today(): string
  /** An earlier day that no other check of this run uses. */
  pastDay(): string
  /**
   * Lets the target's time pass.
   * @param duration ISO 8601.
   * @throws Unreached if the target's clock cannot be moved and the wait is too long.
   */
  pass(duration: string): Promise<void>
  /**
   * Repeats `probe` until it gives a value; before each repetition `step` passes.
   * @throws Mismatch if there is no value `within` that time.
   */
  until<T>(wanted: string, within: string, step: string, probe: () => Promise<T | undefined>): Promise<T>
  /** Caches a value that is expensive to make, for an hour of the target's time. */
  keep<T>(name: string, make: () => Promise<T>): Promise<T>
  /** Registers a function that undoes a change. It always runs at the end of the check. */
  afterwards(undo: () => Promise<unknown>): void
  /**
   * Loads a scenario in the target.
   * @throws Unreached if the target is not a Tvilling server and none was named with `--control`.
   */
  loadScenario(name: string, parameters?: Record<string, unknown>): Promise<Record<string, unknown>>
  /**
   * A receiver that is closed when the check ends. Each message that it gets is validated against the contract.
   * @throws Unreached if the target cannot reach it.
   */
  receiver(): Promise<Receiver>
  /**
   * Fires a webhook event of the API in the target.
   * @throws Unreached as `loadScenario` does.
   */
  fire(event: string, parameters?: Record<string, unknown>): Promise<Record<string, unknown>>
  /**
   * Changes a person of the target's world.
   * @throws Unreached as `loadScenario` does.
   */
  changePerson(number: string, patch: Record<string, unknown>): Promise<Record<string, unknown>>
  /** @throws Unreached if there are no credentials for the role. */
  credentials(role: string): Credentials
  /** The token request of a role; it succeeds unless it is given credentials other than the role's. */
  tokenCall(role: string, credentials?: Credentials): Call
}

/** A promise of the API beyond the shape of its answers. */
export interface Check {
  /** Completes "the API …" or "the operation …". */
  name: string
  /** The operations that it calls, without token requests; the report lists it with the first one. */
  operations: readonly string[]
  /** Ids of the facts that it proves. If it fails, the weakest of them says what is wrong. */
  facts?: readonly string[]
  run(session: VerifySession): Promise<void>
}

/** Statuses of the answers to wrong requests. */
export interface Refusals {
  /** For a body or parameter that the schema forbids. */
  schema: number
  /** For a body that is unreadable, missing, too large or of another media type. */
  unreadable: number
  /** For parameters with a status of their own, by name. */
  parameters?: Readonly<Record<string, number>>
  /** Ids of the facts on which these statuses rest. */
  facts?: { schema?: readonly string[]; unreadable?: readonly string[] }
}

/** One webhook message that a receiver got. */
export interface ReceivedMessage {
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  /** As it was sent; a signature covers this text. */
  text: string
  /** Parsed JSON; undefined if it is none. */
  body: Record<string, unknown> | undefined
  /** The status that it was answered with. */
  status: number
}

/** An address of the verifier's own, to which the target sends webhook messages. */
export interface Receiver {
  url: string
  /** All messages, in the order of their arrival. */
  messages(): readonly ReceivedMessage[]
  /** Answers the next messages with these statuses, one after the other, and those after them with 200. */
  answer(...statuses: number[]): void
}

/** What the report and the checks must know about the webhooks of an API. */
export interface WebhookPlan {
  /** Which event of the contract a message is, so that its body is validated; undefined for none. */
  eventOf(body: Readonly<Record<string, unknown>>): string | undefined
}

/** A kind of client, with the operation that gives it a token. `main` is the client of `--client-id`. */
export interface Role {
  about: string
  /** The operation that gives a token. */
  token: string
  /** Parameters of the token operation's path. */
  path?: Record<string, string>
  /** The scope of its token requests; none if it is left out. */
  scope?: string
  /** The ready-made client of a Tvilling server. */
  ready: string
}

export interface VerificationPlan {
  /** The first is the default of `--environment`; `main` is the role of that name, or else `main`. */
  environments: readonly [string, ...string[]]
  roles: Readonly<Record<string, Role>>
  /** A role whose token is valid but lacks every permission, for 403. */
  lacking?: string
  /** Documented people, organizations and the like, by a name that checks use. */
  subjects: Readonly<Record<string, string>>
  refusals: Refusals
  /** Says what is missing in the answer to a body that the schema forbids; undefined if nothing is. */
  refused?(exchange: TargetExchange): string | undefined
  /** A well-formed request for each operation; one that is left out is the contract's own example. */
  requests: Readonly<Record<string, (session: VerifySession) => Call | Promise<Call>>>
  /** The request that succeeds, for operations that need more than a well-formed one. */
  ready?: Readonly<Record<string, (session: VerifySession) => Promise<Call>>>
  /** Undoes what a successful request created. */
  tidy?: Readonly<Record<string, (session: VerifySession, exchange: TargetExchange) => Promise<unknown>>>
  /** What is sent as webhooks, if the API has any. */
  webhooks?: WebhookPlan
  /** Facts on which media types of answers rest, where they are assumed: `{ 'application/problem+json': ['CI-32'] }`. */
  mediaTypes?: Readonly<Record<string, readonly string[]>>
  checks: readonly Check[]
}
