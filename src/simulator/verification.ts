/**
 * What `tvilling verify` must know of an API beyond its contract: how an implementation is driven, and what it
 * promises. A simulator brings it along; the driver is not part of the engine. It stands in this room because it is
 * a part of what a simulator is made of, like its scenarios.
 */

/** A request, by the operation that it means. */
export interface Call {
  operation: string
  path?: Record<string, string>
  query?: Record<string, string>
  headers?: Record<string, string>
  /** Encoded as the operation's media type; the members of a multipart body are files. */
  body?: unknown
  /** Sent in place of `body`: these bytes, with this media type. */
  raw?: { content: string | Uint8Array<ArrayBuffer>; type?: string }
  /** The role whose token is sent; `null` sends none. `main` by default. */
  as?: string | null
  /** Sent as `Authorization` in place of a role's token. */
  authorization?: string
  /** A method that the operation does not have: the request then means no operation. */
  method?: string
  /** A path that no operation has. */
  unknownPath?: string
}

/** A request to the implementation with its answer. */
export interface TargetExchange {
  /** The operation that was meant; `undefined` for a path or a method that no operation has. */
  operation: string | undefined
  request: { method: string; url: string; headers: Record<string, string>; body: string }
  response: {
    status: number
    /** Names in lower case. */
    headers: Record<string, string>
    /** JSON as parsed, other content as bytes, `undefined` if there is none. */
    body: unknown
    text: string
  }
}

export interface Credentials {
  id: string
  secret: string
}

/** What a check can do. Every answer is also checked against the contract. */
export interface VerifySession {
  readonly environment: string
  call(call: Call): Promise<TargetExchange>
  /** @throws Mismatch if the answer has another status. */
  expect(status: number, call: Call): Promise<TargetExchange>
  /** The value of one of the plan's subjects, which `--subjects` can replace. */
  subject(name: string): string
  /** A text that no other run has used. */
  id(): string
  uuid(): string
  /** The target's present day in UTC, `YYYY-MM-DD`. */
  today(): string
  /** A day before the present one that no other check of this run uses. */
  pastDay(): string
  /**
   * Lets the target's time pass.
   * @param duration ISO 8601.
   * @throws Unreached if the time cannot be moved and is too long to wait for.
   */
  pass(duration: string): Promise<void>
  /**
   * Asks until there is a value, and lets `step` pass after each attempt.
   * @throws Mismatch if there is no value `within` that time.
   */
  until<T>(wanted: string, within: string, step: string, probe: () => Promise<T | undefined>): Promise<T>
  /** Makes something costly once, and keeps it until an hour of the target's time has passed. */
  keep<T>(name: string, make: () => Promise<T>): Promise<T>
  /** Runs when the check has ended, whatever its outcome: undoes what the check did. */
  afterwards(undo: () => Promise<unknown>): void
  /**
   * Loads a scenario in the target.
   * @throws Unreached if the target is no Tvilling server and none was named with `--control`.
   */
  loadScenario(name: string, parameters?: Record<string, unknown>): Promise<Record<string, unknown>>
  /** @throws Unreached if there are no credentials for the role. */
  credentials(role: string): Credentials
  /** The token request of a role; it succeeds unless it is given credentials other than the role's. */
  tokenCall(role: string, credentials?: Credentials): Call
}

/** Something that the API promises beyond the shape of its answers. */
export interface Check {
  /** Completes "the API …" or "the operation …". */
  name: string
  /** All operations that it calls, but for token requests. The report lists the check with the first. */
  operations: readonly string[]
  run(session: VerifySession): Promise<void>
}

/** The statuses that refuse a wrong request. */
export interface Refusals {
  /** For a body, or a parameter, that its schema forbids. */
  schema: number
  /** For a body that cannot be read, is missing, too large, or of another media type. */
  unreadable: number
  /** For parameters with a status of their own, by name. */
  parameters?: Readonly<Record<string, number>>
}

/** A caller; `main` is the one that `--client-id` names. */
export interface Role {
  about: string
  /** The operation that gives a token. */
  token: string
  /** Parameters of the token operation's path. */
  path?: Record<string, string>
  /** What the token request asks for; without it, no scope is asked for. */
  scope?: string
  /** The ready-made client of a Tvilling server. */
  ready: string
}

export interface VerificationPlan {
  /** The first is the default of `--environment`; `main` is the role of that name, or else `main`. */
  environments: readonly [string, ...string[]]
  roles: Readonly<Record<string, Role>>
  /** The role that has a token and no permission, for 403. */
  lacking?: string
  /** Documented people, organizations and the like, by a name that checks use. */
  subjects: Readonly<Record<string, string>>
  refusals: Refusals
  /** Says what is missing in the answer to a body that its schema forbids; `undefined` if nothing is. */
  refused?(exchange: TargetExchange): string | undefined
  /** A well-formed request for each operation. */
  requests: Readonly<Record<string, (session: VerifySession) => Call | Promise<Call>>>
  /** The request that succeeds, for operations whose well-formed request does not. */
  ready?: Readonly<Record<string, (session: VerifySession) => Promise<Call>>>
  /** Undoes what a success made. */
  tidy?: Readonly<Record<string, (session: VerifySession, exchange: TargetExchange) => Promise<unknown>>>
  checks: readonly Check[]
}
