/**
 * Values of an expected answer that only have to be similar. They are written in Pact's format (its integration
 * JSON, specification 4), so that examples need no library: https://github.com/pact-foundation/pact-specification
 */

export interface Expected {
  'pact:matcher:type': string
  value: unknown
  regex?: string
  min?: number
}

/** A value of the same type; an object with members that are each of the same type. */
export const like = (example: unknown): Expected => ({ 'pact:matcher:type': 'type', value: example })

/** A list of at least one item, each like the example. */
export const eachLike = (example: unknown): Expected => ({ min: 1, ...like([example]) })

/** Exactly this value, also inside `like`. */
export const equal = (value: unknown): Expected => ({ 'pact:matcher:type': 'equality', value })

export const integer = (example: number): Expected => ({ 'pact:matcher:type': 'integer', value: example })

/** A text that matches the pattern, as the example does. */
export const regex = (pattern: RegExp, example: string): Expected => ({
  'pact:matcher:type': 'regex',
  regex: pattern.source,
  value: example,
})

export const uuid = (example: string): Expected =>
  regex(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/, example)

/** Any text that is not empty. */
export const text = (example: string): Expected => regex(/.+/, example)

/** An ISO 8601 instant, with or without a fraction of a second. */
export const instant = (example = '2026-01-01T00:00:00.000Z'): Expected =>
  regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/, example)
