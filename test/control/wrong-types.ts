/** Requests with a wrong value at one place, made from the control contract. */
import type { Members } from './control-requests.ts'

export type Schema = {
  type?: string | string[]
  properties?: Record<string, Schema>
  items?: Schema
  allOf?: Schema[]
  oneOf?: Schema[]
  $ref?: string
}

/** One value of each JSON type, and some that only look right. */
const VALUES: readonly unknown[] = [null, 5, -1.5, 'x', '', true, [], [null], [[5]], {}, { a: { b: 5 } }]

export interface Wrong {
  /** The place and the value, as in `client = 5`. */
  title: string
  body: unknown
  /** Whether the value has a type that the contract does not have there. */
  isWrong: boolean
}

/** The body with each value at each member of the schema, one at a time, and each value as the whole body. */
export function* wrongBodies(
  schema: Schema,
  valid: Members,
  resolve: (schema: Schema) => Schema,
): Generator<Wrong> {
  for (const value of VALUES) {
    const isWrong = !isOf(resolve(schema), value)
    if (isWrong) yield { title: `body = ${JSON.stringify(value)}`, body: value, isWrong }
  }
  for (const { path, member } of members(schema, resolve, [])) {
    for (const value of VALUES) {
      const title = `${path.join('.')} = ${JSON.stringify(value)}`
      yield { title, body: withValue(valid, path, value), isWrong: !isOf(member, value) }
    }
  }
}

/** Every member, with those inside of it. */
function* members(
  given: Schema,
  resolve: (schema: Schema) => Schema,
  path: readonly (string | number)[],
): Generator<{ path: (string | number)[]; member: Schema }> {
  const schema = resolve(given)
  for (const part of [...(schema.allOf ?? []), ...(schema.oneOf ?? [])]) yield* members(part, resolve, path)
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    yield { path: [...path, name], member: resolve(inner) }
    yield* members(inner, resolve, [...path, name])
  }
  if (!schema.items) return
  yield { path: [...path, 0], member: resolve(schema.items) }
  yield* members(schema.items, resolve, [...path, 0])
}

export function withValue(
  target: unknown,
  [name, ...rest]: readonly (string | number)[],
  value: unknown,
): unknown {
  if (name === undefined) return value
  if (typeof name === 'number') {
    const list = Array.isArray(target) ? [...target] : []
    list[name] = withValue(list[name], rest, value)
    return list
  }
  const members = typeof target === 'object' && target !== null && !Array.isArray(target) ? target : {}
  return { ...members, [name]: withValue((members as Members)[name], rest, value) }
}

function isOf({ type, oneOf }: Schema, value: unknown): boolean {
  if (oneOf) return oneOf.some((one) => isOf(one, value))
  if (type === undefined) return true
  return [type].flat().some((one) => {
    if (one === 'null') return value === null
    if (one === 'array') return Array.isArray(value)
    if (one === 'integer') return Number.isInteger(value)
    if (one === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
    return typeof value === one
  })
}
