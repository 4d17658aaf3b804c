/** What must be known of an API, beyond its contract, to verify an implementation. */
import type { Control } from '../../src/control/control.ts'
import type { TargetExchange } from './exchange.ts'

/** A request, by its operation. */
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

/** What a check can do. Every answer to its calls is also judged by the contract. */
export interface VerifySession {
  readonly environment: string
  call(call: Call): Promise<TargetExchange>
  /** @throws Mismatch if the answer has another status. */
  expect(status: number, call: Call): Promise<TargetExchange>
  /** Number or id of a documented subject, such as a person; `--subjects` replaces them. */
  subject(name: string): string
  /** A new text that no run has used. */
  id(): string
  uuid(): string
  /** The target's present day in UTC, `YYYY-MM-DD`. */
  today(): string
  /** A day before the present one that no other check of this run uses. */
  pastDay(): string
  /** Lets time pass at the target. @throws Unreached if its clock cannot be moved and the wait is too long. */
  pass(duration: string): Promise<void>
  /** Repeats `probe` until it gives a value; before each repetition `step` passes. */
  until<T>(wanted: string, within: string, step: string, probe: () => Promise<T | undefined>): Promise<T>
  /** Keeps a value that is expensive to make, for an hour of the target's time. */
  keep<T>(name: string, make: () => Promise<T>): Promise<T>
  /** Registers what undoes a change; it runs at the end of the check, whatever the outcome. */
  afterwards(undo: () => Promise<unknown>): void
  /** @throws Unreached if the target is no Tvilling server and none was named. */
  control(): Control
  /** A token request that succeeds, by a role's credentials. */
  tokenCall(role: string): Call
  /** @throws Unreached if there are no credentials for the role. */
  credentials(role: string): Credentials
}

export interface Credentials {
  id: string
  secret: string
}

/** A promise of the API beyond the shape of its answers. */
export interface Check {
  /** Completes "the API …" or "the operation …". */
  name: string
  /** The operations that it calls, without token requests; the report lists it with the first one. */
  operations: readonly string[]
  run(session: VerifySession): Promise<void>
}

/** Statuses of the answers to wrong requests. */
export interface Refusals {
  /** For a body or parameter that the schema forbids. */
  schema: number
  /** For a body that is unreadable, missing, too large or of another media type. */
  unreadable: number
  /** Parameters with a status of their own. */
  parameters?: Readonly<Record<string, number>>
}

/** A kind of client, with the operation that gives it a token. `main` is the client of `--client-id`. */
export interface Role {
  about: string
  token: string
  /** Parameters of the token operation's path. */
  path?: Record<string, string>
  /** The scope of its token requests; none if it is left out. */
  scope?: string
  /** The ready-made client of a Tvilling server. */
  ready: string
}

export interface Plan {
  api: string
  /** The first is the default of `--environment`; `main` is the role of that name, or `main`. */
  environments: readonly [string, ...string[]]
  roles: Readonly<Record<string, Role>>
  /** A role whose token is valid but lacks every permission, for 403. */
  lacking?: string
  subjects: Readonly<Record<string, string>>
  refusals: Refusals
  /** Says what is missing in the answer to a body that the schema forbids; undefined if nothing is. */
  refused?(exchange: TargetExchange): string | undefined
  /** A well-formed request for each operation. */
  requests: Readonly<Record<string, (session: VerifySession) => Call | Promise<Call>>>
  /** The request that succeeds, for operations that need more than a well-formed one. */
  ready?: Readonly<Record<string, (session: VerifySession) => Promise<Call>>>
  /** Undoes what a successful request created. */
  tidy?: Readonly<Record<string, (session: VerifySession, exchange: TargetExchange) => Promise<unknown>>>
  checks: readonly Check[]
}

export function check(name: string, operations: readonly string[], run: Check['run']): Check {
  return { name, operations, run }
}
