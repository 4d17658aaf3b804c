/** Parameters of scenarios and events: JSON Schemas by name, and the types of the arguments that fit them. */

/** A JSON Schema of one parameter. One without `default` is required, unless it is `optional`. */
export interface ParameterSchema {
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly items?: unknown
  readonly default?: unknown
  readonly optional?: boolean
  readonly description?: string
  readonly [keyword: string]: unknown
}

export type ParameterSchemas = Readonly<Record<string, ParameterSchema>>

type Scalars = { string: string; integer: number; number: number; boolean: boolean; null: null }

/** A schema with this keyword, whatever it has besides: a literal that is just being written would else not match. */
type With<Keyword extends string, V> = { readonly [K in Keyword]: V } & {
  readonly [keyword: string]: unknown
}

/** What fits a schema, for the part of JSON Schema that parameters use; `unknown` for the rest. */
export type ValueOf<S> =
  S extends With<'enum', readonly (infer V)[]>
    ? V
    : S extends With<'type', infer T>
      ? T extends keyof Scalars
        ? Scalars[T]
        : T extends 'array'
          ? S extends With<'items', infer I>
            ? ValueOf<I>[]
            : unknown[]
          : T extends 'object'
            ? Record<string, unknown>
            : T extends readonly (infer U extends keyof Scalars)[]
              ? Scalars[U]
              : unknown
      : unknown

type Flat<T> = { [K in keyof T]: T[K] }
type OptionalNames<P> = { [K in keyof P]: P[K] extends With<'optional', true> ? K : never }[keyof P]
type DefaultNames<P> = { [K in keyof P]: P[K] extends With<'default', unknown> ? K : never }[keyof P]

/** What `load` and `fire` are given: checked, and with the defaults filled in. */
export type ArgumentsOf<P> = string extends keyof P
  ? Record<string, unknown>
  : [keyof P] extends [never]
    ? Record<string, never>
    : Flat<
        { [K in Exclude<keyof P, OptionalNames<P>>]: ValueOf<P[K]> } & {
          [K in OptionalNames<P>]?: ValueOf<P[K]>
        }
      >

/** What a test may say: a parameter that has a default may be left out as well. */
export type GivenArguments<P> = string extends keyof P
  ? Record<string, unknown>
  : [keyof P] extends [never]
    ? Record<string, never>
    : Flat<
        { [K in Exclude<keyof P, OptionalNames<P> | DefaultNames<P>>]: Wide<ValueOf<P[K]>> } & {
          [K in OptionalNames<P> | DefaultNames<P>]?: Wide<ValueOf<P[K]>>
        }
      >

/** A list may come as one that cannot be changed. */
type Wide<V> = V extends (infer E)[] ? readonly E[] : V
