/** JSON as serializers really send it, brought to what the contract says before it is checked. */
import { withOffset } from './local-time.ts'
import type { Shape } from './shape.ts'

type Json = Record<string, unknown>

export interface Acceptance {
  /** Whether an optional member that is `null` counts as absent; otherwise it is a violation. */
  nulls: 'absent' | 'refused'
  /** Whether a number or a boolean is taken where a string is declared; otherwise it is a violation. */
  scalars: 'strict' | 'coerce'
  /** The time zone (IANA) in which a date-time without offset is taken, or `refused`: then it is a violation. */
  dateTimesWithoutOffset: string
}

/** Called with each setting that changed something, perhaps several times. */
export type NoteUse = (setting: keyof Acceptance) => void

/**
 * The value without nulls, and with texts for scalars and with offsets, where these are accepted. What else is wrong stays.
 * A value in which nothing changes is returned as it is.
 */
export function accept(
  value: unknown,
  shape: Shape | undefined,
  as: Acceptance,
  note: NoteUse = () => {},
): unknown {
  if (!shape) return value
  if (typeof value === 'number' || typeof value === 'boolean') {
    if (as.scalars !== 'coerce' || !isText(shape, value)) return value
    note('scalars')
    return String(value)
  }
  if (typeof value === 'string') return acceptText(value, shape, as, note)
  if (typeof value !== 'object' || value === null) return value
  return Array.isArray(value)
    ? acceptList(value, shape, as, note)
    : acceptObject(value as Json, shape, as, note)
}

function acceptText(text: string, { formats }: Shape, as: Acceptance, note: NoteUse): string {
  if (as.dateTimesWithoutOffset === 'refused' || !formats.has('date-time')) return text
  const complete = withOffset(text, as.dateTimesWithoutOffset)
  if (complete !== text) note('dateTimesWithoutOffset')
  return complete
}

function acceptList(items: readonly unknown[], shape: Shape, as: Acceptance, note: NoteUse): unknown {
  const taken = items.map((item) => accept(item, shape.items, as, note))
  return taken.some((item, index) => item !== items[index]) ? taken : items
}

function acceptObject(members: Json, shape: Shape, as: Acceptance, note: NoteUse): unknown {
  let changed = false
  const taken: [name: string, member: unknown][] = []
  for (const [name, member] of Object.entries(members)) {
    const of = shape.members.get(name) ?? shape.others
    const dropped = member === null && as.nulls === 'absent' && isOptional(shape, name, of)
    if (dropped) note('nulls')
    const accepted = dropped ? undefined : accept(member, of, as, note)
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
