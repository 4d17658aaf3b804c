/** What must be known of an API beyond its contract to drive an implementation of it. */
import type { Control } from '../../src/control/control.ts'
import type { TargetExchange } from './exchange.ts'

/** A request, by the operation that it means. */
export interface Call {
  operation: string
  path?: Record<string, string>
  query?: Record<string, string>
  headers?: Record<string, string>
  /** Encoded as the operation's media type; the members of a multipart body are files. */
  body?: unknown
  /** In place of `body`: these bytes, said to be of this type. */
  raw?: { content: string | Uint8Array<ArrayBuffer>; type?: string }
  /** Whose token to send; `null` for none. `main` by default. */
  as?: string | null
  /** In place of a role's token: this value of `Authorization`. */
  authorization?: string
  /** Another method than the operation's: then no operation is meant. */
  method?: string
  /** A path that no operation has. */
  unknownPath?: string
}

/** What a check can do. Whatever is called is judged by the contract, too. */
export interface VerifySession {
  readonly environment: string
  call(call: Call): Promise<TargetExchange>
  /** @throws Mismatch when the answer has another status. */
  expect(status: number, call: Call): Promise<TargetExchange>
  /** A documented person, organization or the like; `--subjects` replaces them. */
  subject(name: string): string
  /** A text that no other run has used. */
  id(): string
  uuid(): string
  /** The target's present day in UTC, `YYYY-MM-DD`. */
  today(): string
  /** A day before the present one that no other check of this run uses. */
  pastDay(): string
  /** Lets the target's time pass. @throws Unreached when it cannot be moved and is too long to wait for. */
  pass(duration: string): Promise<void>
  /** Asks again and again, letting `step` pass in between, until there is a value. */
  until<T>(wanted: string, within: string, step: string, probe: () => Promise<T | undefined>): Promise<T>
  /** Keeps what is costly to make until an hour of the target's time has passed. */
  keep<T>(name: string, make: () => Promise<T>): Promise<T>
  /** Undoes something when the check has ended, however it has. */
  afterwards(undo: () => Promise<unknown>): void
  /** @throws Unreached when the target is no Tvilling server and none was named. */
  control(): Control
  /** A token request that succeeds, by a role's credentials. */
  tokenCall(role: string): Call
  /** @throws Unreached when there are no credentials for the role. */
  credentials(role: string): Credentials
}

export interface Credentials {
  id: string
  secret: string
}

/** Something that the API promises beyond the shape of its answers. */
export interface Check {
  /** Completes "the API …" or "the operation …". */
  name: string
  /** All that it calls, but for token requests; it is listed with the first. */
  operations: readonly string[]
  run(session: VerifySession): Promise<void>
}

/** What a wrong request is answered with. */
export interface Refusals {
  /** A body, or a parameter, that its schema forbids. */
  schema: number
  /** A body that cannot be read, is missing, too large, or of another media type. */
  unreadable: number
  /** Parameters with a status of their own. */
  parameters?: Readonly<Record<string, number>>
}

/** Somebody who calls, with the operation that gives a token; `main` is whoever `--client-id` is. */
export interface Role {
  about: string
  token: string
  /** Parameters of the token operation's path. */
  path?: Record<string, string>
  /** What its token requests ask for; without it, nothing. */
  scope?: string
  /** The ready-made client of a Tvilling server. */
  ready: string
}

export interface Plan {
  api: string
  /** The first is the default of `--environment`; `main` is the role of that name, or `main`. */
  environments: readonly [string, ...string[]]
  roles: Readonly<Record<string, Role>>
  /** A role that is let in and may do nothing, for 403. */
  lacking?: string
  subjects: Readonly<Record<string, string>>
  refusals: Refusals
  /** Says what is missing in the answer to a body that its schema forbids. */
  refused?(exchange: TargetExchange): string | undefined
  /** A well-formed request for each operation. */
  requests: Readonly<Record<string, (session: VerifySession) => Call | Promise<Call>>>
  /** Where more is needed for a success: the request that succeeds. */
  ready?: Readonly<Record<string, (session: VerifySession) => Promise<Call>>>
  /** Undoes what a success made. */
  tidy?: Readonly<Record<string, (session: VerifySession, exchange: TargetExchange) => Promise<unknown>>>
  checks: readonly Check[]
}

export function check(name: string, operations: readonly string[], run: Check['run']): Check {
  return { name, operations, run }
}
