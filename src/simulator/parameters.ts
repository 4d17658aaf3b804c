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

/** A schema with this keyword and any others. Without the others, a schema literal would not match. */
type With<Keyword extends string, V> = { readonly [K in Keyword]: V } & {
  readonly [keyword: string]: unknown
}

/** The type of a schema's values, for the part of JSON Schema that parameters use; `unknown` for the rest. */
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

/** The arguments of `load` and `fire`: checked, and with the defaults filled in. */
export type ArgumentsOf<P> = string extends keyof P
  ? Record<string, unknown>
  : [keyof P] extends [never]
    ? Record<string, never>
    : Flat<
        { [K in Exclude<keyof P, OptionalNames<P>>]: ValueOf<P[K]> } & {
          [K in OptionalNames<P>]?: ValueOf<P[K]>
        }
      >

/** The arguments that a test passes: parameters with a default may be left out. */
export type GivenArguments<P> = string extends keyof P
  ? Record<string, unknown>
  : [keyof P] extends [never]
    ? Record<string, never>
    : Flat<
        { [K in Exclude<keyof P, OptionalNames<P> | DefaultNames<P>>]: Wide<ValueOf<P[K]>> } & {
          [K in OptionalNames<P> | DefaultNames<P>]?: Wide<ValueOf<P[K]>>
        }
      >

/** Accepts a readonly list as well. */
type Wide<V> = V extends (infer E)[] ? readonly E[] : V
