/** A pact of version 4 as its file has it: what is read and changed of it here. */

export interface PactFile {
  consumer: { name: string }
  provider: { name: string }
  interactions: readonly PactInteraction[]
  metadata: Readonly<Record<string, unknown>>
}

export interface PactInteraction {
  description: string
  request?: PactRequest
  response?: PactPart & { status: number }
  /** Of a message, whose `matchingRules` and `generators` stand beside it. */
  contents?: PactBody
  matchingRules?: PactRules
  generators?: PactRules
}

export interface PactPart {
  body?: PactBody
  matchingRules?: PactRules
  generators?: PactRules
}

export interface PactRequest extends PactPart {
  path: string
  query?: Readonly<Record<string, readonly string[]>>
  headers?: Readonly<Record<string, readonly string[]>>
}

export interface PactBody {
  content: unknown
  contentType: string
}

/** By the part that they are for; those of a body by their path in it, such as `$.items[*].name`. */
export interface PactRules {
  body?: Readonly<Record<string, unknown>>
  path?: unknown
}
