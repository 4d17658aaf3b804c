/** A document as the comparison reads it: values with their JSON Pointers, references followed. */
import { escapePointer, pointerOfReference, valueAt } from '../../src/contract/json-pointer.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import { readInput } from '../cli/read-input.ts'

export type Json = Record<string, unknown>

/** A value of a document and its place. */
export interface Place {
  document: Json
  /** JSON Pointer of the value, behind all references. */
  pointer: string
  /** JSON Pointer of the reference that led here, or else the same as `pointer`. */
  site: string
  value: unknown
}

/** @throws UsageError if the file is missing, is no YAML or JSON, or is no OpenAPI 3 document. */
export async function readVersion(file: string): Promise<Json> {
  const text = await readInput(file)
  const { parse } = await import('yaml')
  let document: unknown
  try {
    document = parse(text)
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${(error as Error).message}`)
  }
  if (!isObject(document) || !/^3\.[01]\./.test(String(document['openapi']))) {
    throw new UsageError(`${file} is no OpenAPI document of version 3.0 or 3.1.`)
  }
  return document
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function rootOf(document: Json): Place {
  return { document, pointer: '', site: '', value: document }
}

/** The member of an object or item of an array, references followed; undefined if there is no such value. */
export function member(place: Place | undefined, name: string | number): Place | undefined {
  if (place === undefined || typeof place.value !== 'object' || place.value === null) return undefined
  if (!Object.hasOwn(place.value, name)) return undefined
  const pointer = `${place.pointer}/${escapePointer(String(name))}`
  return follow({ document: place.document, pointer, site: pointer, value: (place.value as Json)[name] })
}

/** All members of an object or items of an array, references followed. */
export function members(place: Place | undefined): [name: string, place: Place][] {
  if (place === undefined || typeof place.value !== 'object' || place.value === null) return []
  return Object.keys(place.value).flatMap((name) => {
    const found = member(place, name)
    return found ? [[name, found] as [string, Place]] : []
  })
}

/** @throws UsageError if a reference leads out of the document, to itself or to nothing. */
function follow(place: Place): Place {
  let { pointer, value } = place
  const known = new Set<string>()
  while (isObject(value) && typeof value['$ref'] === 'string') {
    const reference = value['$ref']
    if (!reference.startsWith('#/')) {
      throw new UsageError(`"${reference}" leads out of the document: bundle it first.`)
    }
    if (known.has(reference)) throw new UsageError(`"${reference}" leads to itself.`)
    known.add(reference)
    const { $ref: _reference, ...beside } = value
    pointer = pointerOfReference(reference)
    const target = lookUp(place.document, pointer)
    // In OpenAPI 3.1, keywords beside a reference apply as well.
    value = Object.keys(beside).length > 0 && isObject(target) ? { ...target, ...beside } : target
  }
  return { ...place, pointer, value }
}

function lookUp(document: Json, pointer: string): unknown {
  const value = valueAt(document, pointer)
  if (value === undefined) throw new UsageError(`"#${pointer}" leads to nothing.`)
  return value
}

/** JSON with sorted members, so that equal values have equal texts. */
export function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_name, inner: unknown) =>
      isObject(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? 'undefined'
  )
}
