/** How an answer of the twin differs from the recorded one, in shape and value. */
import { toPointer } from '../../src/contract/json-pointer.ts'
import type { Schemas, Site } from '../proxy/personal/kinds.ts'
import type { Verdict } from '../verdicts/verdict.ts'
import { isDeclared, VOLATILE_FORMATS } from './volatile.ts'

export interface ValueDifference {
  /** RFC 6901, into the answer: `/status`, `/headers/content-type`, `/body/data/0/state`. */
  pointer: string
  recorded: unknown
  twin: unknown
  /** Whether the service breaks a promise, or our assumption is wrong. */
  verdict?: Verdict
}

export interface ComparisonContext {
  site: Site
  schemas: Schemas
  operation: string | undefined
  declared: readonly string[]
}

/** Marks a member that one side does not have. */
export const ABSENT = Symbol('absent')

/** All differences between two JSON bodies. */
export function compareBodies(
  recorded: unknown,
  twin: unknown,
  compared: ComparisonContext,
): ValueDifference[] {
  return compare(recorded, twin, compared.site, [], compared)
}

function compare(
  recorded: unknown,
  twin: unknown,
  site: Site,
  steps: readonly (string | number)[],
  compared: ComparisonContext,
): ValueDifference[] {
  const here = (): ValueDifference[] => [{ pointer: pointerOf(steps), recorded, twin }]
  if (typeOf(recorded) !== typeOf(twin)) return here()
  const { schemas, declared, operation } = compared
  if (isList(recorded) && isList(twin)) {
    const free = isDeclared(declared, operation, steps)
    const differ = recorded.length !== twin.length && !free
    const items = recorded
      .slice(0, twin.length)
      .flatMap((item, index) =>
        compare(item, twin[index], schemas.inside(site, index), [...steps, index], compared),
      )
    const count = { pointer: pointerOf(steps), recorded: counted(recorded), twin: counted(twin) }
    return differ ? [count, ...items] : items
  }
  if (isObject(recorded) && isObject(twin)) {
    const names = new Set([...Object.keys(recorded), ...Object.keys(twin)])
    return [...names].flatMap((name) =>
      compare(
        member(recorded, name),
        member(twin, name),
        schemas.inside(site, name),
        [...steps, name],
        compared,
      ),
    )
  }
  if (recorded === twin || isVolatile(site, steps, compared)) return []
  return here()
}

/** Whether only the shape counts at a place. */
export function isVolatile(
  site: Site,
  steps: readonly (string | number)[],
  { schemas, declared, operation }: ComparisonContext,
): boolean {
  return (
    schemas.kind(site) !== undefined ||
    site.schemas.some(({ format }) => VOLATILE_FORMATS.has(String(format))) ||
    isDeclared(declared, operation, steps)
  )
}

/** Pairs of texts at the same volatile place, such as the id that the provider created and that of the twin. */
export function* pairsOf(
  recorded: unknown,
  twin: unknown,
  compared: ComparisonContext,
  site: Site = compared.site,
  steps: readonly (string | number)[] = [],
): Generator<[string, string]> {
  if (typeof recorded === 'string' && typeof twin === 'string') {
    if (recorded !== twin && isVolatile(site, steps, compared)) yield [recorded, twin]
    return
  }
  if (typeOf(recorded) !== typeOf(twin) || (!isList(recorded) && !isObject(recorded))) return
  for (const name of Object.keys(recorded)) {
    const step = isList(recorded) ? Number(name) : name
    const [one, other] = [member(recorded, name), member(twin as object, name)]
    yield* pairsOf(one, other, compared, compared.schemas.inside(site, step), [...steps, step])
  }
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value)
const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return isList(value) ? 'array' : typeof value
}

function member(of: object, name: string): unknown {
  return Object.hasOwn(of, name) ? (of as Record<string, unknown>)[name] : ABSENT
}

function counted(items: readonly unknown[]): string {
  return `${items.length} ${items.length === 1 ? 'item' : 'items'}`
}

function pointerOf(steps: readonly (string | number)[]): string {
  return `/body${toPointer(steps)}`
}
