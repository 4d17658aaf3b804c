/** JSON as serializers really send it, brought to what the contract says before it is checked. */
import { withOffset } from './local-time.ts'
import type { Shape } from './shape.ts'

export interface Acceptance {
  /** Whether an optional member that is `null` counts as absent; otherwise it is a violation. */
  nulls: 'absent' | 'refused'
  /** Whether a number or a boolean is taken where a string is declared; otherwise it is a violation. */
  scalars: 'strict' | 'coerce'
  /** The time zone (IANA) of a date-time without offset; such a date-time is a violation if there is none. */
  zone?: string | undefined
}

/** The value without nulls, and with texts for scalars and with offsets, where these are accepted. What else is wrong stays. */
export function accept(value: unknown, shape: Shape | undefined, as: Acceptance): unknown {
  if (!shape) return value
  if (Array.isArray(value)) {
    return shape.items ? value.map((item) => accept(item, shape.items, as)) : value
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return as.scalars === 'coerce' && isText(shape, value) ? String(value) : value
  }
  if (typeof value === 'string') {
    return as.zone !== undefined && shape.formats.has('date-time') ? withOffset(value, as.zone) : value
  }
  if (typeof value !== 'object' || value === null) return value
  const taken: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    const of = shape.members.get(name) ?? shape.others
    if (member === null && as.nulls === 'absent' && isOptional(shape, name, of)) continue
    Object.defineProperty(taken, name, {
      value: accept(member, of, as),
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
  return taken
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
