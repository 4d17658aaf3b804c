/** Which settings mend an assumption that is wrong: by the place where it showed, or else by its fact. */
import { type Changeable, changeablesOf } from '../../src/contract/adapt-contract.ts'
import type { OpenApiDocument } from '../../src/contract/contract.ts'
import { type Ground, readGround, weakest } from '../../src/contract/evidence.ts'
import { escapePointer, pointerOfReference, valueAt } from '../../src/contract/json-pointer.ts'
import { type Place, placesOf } from '../../src/contract/places.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'

/** Where an assumption showed. */
export interface Spot {
  /** Pointer of the schema of the whole value. */
  schema: string
  /** From the whole value to the part. */
  steps: readonly string[]
}

/** The settings of a name, of the words of a list, or of a member's being required. */
export type SpotKind = 'names' | 'words' | 'required'

export interface Settings {
  /** The settings of what is at a place. */
  at(spot: Spot, kind: SpotKind): string[]
  /** The assumption that what is at a place is called so, or required; undefined if the provider says so. */
  assumed(spot: Spot, kind: SpotKind): Ground | undefined
  /** The setting of an operation's path, if that is assumed. */
  path(operation: string): string[]
  /** The simulator's own settings whose default rests on one of these facts. */
  own(facts: readonly string[]): string[]
  /** The lists of words that rest on one of these facts. */
  lists(facts: readonly string[]): string[]
  /** The settings of all names and words in a value. */
  within(schema: string, value: unknown): string[]
  /** What a value lacks that is required by an assumption. */
  lacking(schema: string, value: unknown): { ground: Ground | undefined; settings: string[] }
  /** The settings of the names in the object that has, or should have, what is at a place. */
  beside(spot: Spot): string[]
}

type Json = Record<string, unknown>

export function createSettings({ name, definition, contract }: Simulator): Settings {
  const { document } = contract
  const changeables = changeablesOf(document)
  const places = placesOf(document).filter(({ assumed }) => assumed)
  const about = Object.entries(definition.aboutSettings ?? {})
  const word = ({ kind, address }: Pick<Changeable, 'kind' | 'address'>) => `${name}.${kind}["${address}"]`

  function placesAt({ schema, steps }: Spot, kind: SpotKind): Place[] {
    const { holders, schemas } = follow(document, schema, steps)
    const wanted = kind === 'names' ? 'member' : kind
    return places.filter(({ kind: is, pointer, name: called }) => {
      if (is !== wanted) return false
      return is === 'words' ? schemas.has(pointer) : holders.has(pointer) && called === steps.at(-1)
    })
  }

  return {
    at: (spot, kind) => unique(placesAt(spot, kind).map(({ address }) => word({ kind, address }))),

    assumed: (spot, kind) => weakest(placesAt(spot, kind).map(({ assumed }) => readGround(assumed))),

    path: (operation) =>
      changeables.filter(({ kind, address }) => kind === 'paths' && address === operation).map(word),

    own(facts) {
      const found = about.filter(([, said]) => said?.fact !== undefined && facts.includes(said.fact))
      return found.map(([setting]) => `${name}.${setting}`)
    },

    lists: (facts) => changeables.filter((one) => isList(one) && restsOn(one, facts)).map(word),

    within(schema, value) {
      const spots = [...spotsIn(value)].map((steps) => ({ schema, steps }))
      const found = (['names', 'words'] as const).flatMap((kind) =>
        spots.flatMap((spot) => placesAt(spot, kind).map(({ address }) => word({ kind, address }))),
      )
      return unique(found)
    },

    lacking(schema, value) {
      const found = [...spotsIn(value)].flatMap((steps) => {
        const here = partAt(value, steps)
        if (typeof here !== 'object' || here === null) return []
        const { schemas } = follow(document, schema, steps)
        return places.filter(
          ({ kind, pointer, name: called }) =>
            kind === 'required' && schemas.has(pointer) && !Object.hasOwn(here, called),
        )
      })
      return {
        ground: weakest(found.map(({ assumed }) => readGround(assumed))),
        settings: unique(found.map(({ address }) => word({ kind: 'required', address }))),
      }
    },

    beside({ schema, steps }) {
      const { holders } = follow(document, schema, steps)
      const found = places.filter(({ kind, pointer }) => kind === 'member' && holders.has(pointer))
      return unique(found.map(({ address }) => word({ kind: 'names', address })))
    },
  }
}

function* spotsIn(value: unknown, steps: readonly string[] = []): Generator<readonly string[]> {
  yield steps
  if (typeof value !== 'object' || value === null) return
  for (const [name, part] of Object.entries(value)) yield* spotsIn(part, [...steps, name])
}

const partAt = (value: unknown, steps: readonly string[]) =>
  steps.reduce<unknown>((inside, step) => (inside as Json)[step], value)

/** A single word is a constant. */
const isList = ({ kind, default: words }: Changeable) =>
  kind === 'words' && (words as readonly string[]).length > 1

const restsOn = ({ evidence }: Changeable, facts: readonly string[]) =>
  readGround(evidence)?.facts.some((fact) => facts.includes(fact)) ?? false

const unique = (texts: string[]) => [...new Set(texts)]

/** The schemas that a part of a value has, and those of the object that holds it. */
function follow(
  document: OpenApiDocument,
  schema: string,
  steps: readonly string[],
): { holders: ReadonlySet<string>; schemas: ReadonlySet<string> } {
  let holders = new Set<string>()
  let schemas = sameValue(document, [schema])
  for (const step of steps) {
    holders = schemas
    const next = [...schemas].flatMap((pointer) => {
      const here = valueAt(document, pointer) as Json
      const member = (here['properties'] as Json | undefined)?.[step]
      if (member !== undefined) return [`${pointer}/properties/${escapePointer(step)}`]
      return /^\d+$/.test(step) && here['items'] ? [`${pointer}/items`] : []
    })
    schemas = sameValue(document, next)
  }
  return { holders, schemas }
}

/** Schemas with all that apply to the same value: what they refer to, and what they are composed of. */
function sameValue(document: OpenApiDocument, pointers: readonly string[]): Set<string> {
  const found = new Set<string>()
  const visit = (pointer: string) => {
    const schema = valueAt(document, pointer) as Json | undefined
    if (found.has(pointer) || typeof schema !== 'object' || schema === null) return
    found.add(pointer)
    if (typeof schema['$ref'] === 'string') visit(pointerOfReference(schema['$ref']))
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
      const parts = schema[keyword]
      if (Array.isArray(parts)) for (const index of parts.keys()) visit(`${pointer}/${keyword}/${index}`)
    }
    for (const keyword of ['if', 'then', 'else']) visit(`${pointer}/${keyword}`)
  }
  for (const pointer of pointers) visit(pointer)
  return found
}
