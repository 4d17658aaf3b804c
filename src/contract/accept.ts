/** JSON as serializers really send it, brought to what the contract says before it is checked. */
import { withOffset } from './local-time.ts'
import type { Shape } from './shape.ts'

type Json = Record<string, unknown>

export interface Acceptance {
  /** Whether an optional member that is `null` counts as absent; otherwise it is a violation. */
  nulls: 'absent' | 'refused'
  /** Whether a number or a boolean is taken where a string is declared; otherwise it is a violation. */
  scalars: 'strict' | 'coerce'
  /** The time zone (IANA) of a date-time without offset; such a date-time is a violation if there is none. */
  zone?: string | undefined
}

/**
 * The value without nulls, and with texts for scalars and with offsets, where these are accepted. What else is wrong stays.
 * A value in which nothing changes is returned as it is.
 */
export function accept(value: unknown, shape: Shape | undefined, as: Acceptance): unknown {
  if (!shape) return value
  if (typeof value === 'number' || typeof value === 'boolean') {
    return as.scalars === 'coerce' && isText(shape, value) ? String(value) : value
  }
  if (typeof value === 'string') {
    return as.zone !== undefined && shape.formats.has('date-time') ? withOffset(value, as.zone) : value
  }
  if (typeof value !== 'object' || value === null) return value
  return Array.isArray(value) ? acceptList(value, shape, as) : acceptObject(value as Json, shape, as)
}

function acceptList(items: readonly unknown[], shape: Shape, as: Acceptance): unknown {
  const taken = items.map((item) => accept(item, shape.items, as))
  return taken.some((item, index) => item !== items[index]) ? taken : items
}

function acceptObject(members: Json, shape: Shape, as: Acceptance): unknown {
  let changed = false
  const taken: [name: string, member: unknown][] = []
  for (const [name, member] of Object.entries(members)) {
    const of = shape.members.get(name) ?? shape.others
    const dropped = member === null && as.nulls === 'absent' && isOptional(shape, name, of)
    const accepted = dropped ? undefined : accept(member, of, as)
    changed ||= accepted !== member
    if (!dropped) taken.push([name, accepted])
  }
  return changed ? Object.fromEntries(taken) : members
}

function isOptional(holder: Shape, name: string, member: Shape | undefined): boolean {
  return member !== undefined && !holder.required.has(name) && !mayBeNull(member)
}

function mayBeNull({ types, values }: Shape): boolean {
  return types.size === 0 ? (values?.includes(null) ?? true) : types.has('null')
}

function isText({ types }: Shape, value: number | boolean): boolean {
  const own = typeof value === 'boolean' ? ['boolean'] : ['number', 'integer']
  return types.has('string') && !own.some((type) => types.has(type))
}
