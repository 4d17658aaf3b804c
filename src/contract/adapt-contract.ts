/**
 * A contract with the paths, names, words and required members that settings give it where ours are assumed. The code goes
 * on using its own: marks in the served document say which is which.
 */
import { nearest } from '../control/nearest.ts'
import { UsageError } from '../control/usage-error.ts'
import { METHODS, type OpenApiDocument } from './contract.ts'
import { readGround } from './evidence.ts'
import { escapePointer, valueAt } from './json-pointer.ts'
import { type Place, placesOf } from './places.ts'
import { createShapes, NAMES, REQUIRED_EVIDENCE, WORDS, type Word } from './shape.ts'
import { translateExamples } from './translate-examples.ts'

/** Changes to what a contract assumes, of one simulator. */
export interface ContractChanges {
  /** Other paths of operations, by operation: `{ getSession: '/sessions/{country}/{sessionId}' }`. */
  readonly paths?: Readonly<Record<string, string>>
  /** Other names of members and parameters: `{ 'Order.item': 'vare' }`. */
  readonly names?: Readonly<Record<string, string>>
  /** Other words of lists: `{ 'Child.gender': { MALE: 'M', FEMALE: 'K' } }`; for a number another number. */
  readonly words?: Readonly<Record<string, Readonly<Record<string, Word>>>>
  /** Members that need not be there, though ours must: `{ 'Order.item': false }`. */
  readonly required?: Readonly<Record<string, boolean>>
  /** Where the provider offers the API, in place of the contract's servers. */
  readonly origins?: readonly string[]
}

export const CHANGES = ['paths', 'names', 'words', 'required', 'origins'] as const

/** Something in a contract that is assumed, so that settings can change it. */
export interface Changeable {
  kind: 'paths' | 'names' | 'words' | 'required'
  /** What names it in the settings, such as `getSession` or `Child.gender`. */
  address: string
  /** A path, a name, a list of words, or that it is required. */
  default: string | readonly Word[] | true
  /** Such as `assumed BR-15`. */
  evidence: string
}

type Json = Record<string, unknown>

/** Everything in a contract that settings can change. */
export function changeablesOf(document: OpenApiDocument): Changeable[] {
  const found = new Map<string, Changeable>()
  for (const { operation, path, assumed } of pathsIn(document)) {
    if (assumed) {
      found.set(`paths ${operation}`, { kind: 'paths', address: operation, default: path, evidence: assumed })
    }
  }
  for (const { kind, address, name, words, assumed } of placesOf(document)) {
    if (!assumed) continue
    const changed = kind === 'words' || kind === 'required' ? kind : ('names' as const)
    const id = `${changed} ${address}`
    const known = found.get(id)
    if (!known) {
      const fallback = kind === 'words' ? words : kind === 'required' ? true : name
      found.set(id, { kind: changed, address, default: fallback, evidence: assumed })
    } else if (kind === 'words') {
      const before = known.default as readonly string[]
      found.set(id, { ...known, default: [...new Set([...before, ...words])] })
    }
  }
  return [...found.values()]
}

/**
 * The contract with changes.
 * @throws UsageError if a change names nothing, something that the provider itself documents, or is impossible.
 */
export function adaptContract(original: OpenApiDocument, changes: ContractChanges): OpenApiDocument {
  const document = structuredClone(original)
  const places = placesOf(document)
  for (const [address, isRequired] of Object.entries(changes.required ?? {})) {
    changeRequired(document, places, address, isRequired)
  }
  // Words first: the pointers of what lies in a renamed member change.
  for (const [address, words] of Object.entries(changes.words ?? {}))
    changeWords(document, places, address, words)
  for (const [address, name] of Object.entries(changes.names ?? {})) {
    noteName(document, places, address, name)
  }
  renameMembers(document, places, changes.names ?? {})
  for (const [operation, path] of Object.entries(changes.paths ?? {})) changePath(document, operation, path)
  if (changes.origins) changeOrigins(document, changes.origins)
  renameRequired(document)
  translateExamples(document)
  return document
}

interface PlacedPath {
  operation: string
  path: string
  method: string
  assumed: string | undefined
}

function pathsIn(document: OpenApiDocument): PlacedPath[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => {
      const { operationId, 'x-evidence': own } = item[method] as Json
      const evidence = String(item['x-evidence'] ?? own)
      const assumed = readGround(evidence)?.evidence === 'assumed' ? evidence : undefined
      return { operation: String(operationId), path, method, assumed }
    }),
  )
}

/** The places with an address. @throws UsageError if there is none, or if it is not ours to change. */
function changeable(places: readonly Place[], kinds: readonly Place['kind'][], address: string): Place[] {
  const ofKind = places.filter(({ kind }) => kinds.includes(kind))
  const found = ofKind.filter((place) => place.address === address)
  const what = kinds.includes('words')
    ? 'list of words'
    : kinds.includes('required')
      ? 'required member whose being required is assumed'
      : 'member'
  if (found.length === 0) {
    const known = [...new Set(ofKind.filter(({ assumed }) => assumed).map((place) => place.address))]
    const close = nearest(address, known)
    const hint = close.length > 0 ? ` Did you mean ${close.join(' or ')}?` : ''
    throw new UsageError(`The contract has no ${what} "${address}".${hint}`)
  }
  if (!found.some(({ assumed }) => assumed)) {
    throw new UsageError(`The ${what} "${address}" is as the provider documents it, so it cannot be changed.`)
  }
  return found
}

function changeWords(
  document: OpenApiDocument,
  places: readonly Place[],
  address: string,
  words: Readonly<Record<string, Word>>,
): void {
  const found = changeable(places, ['words'], address).filter(({ assumed }) => assumed)
  const all = [...new Set(found.flatMap((place) => place.words))]
  const changed = Object.entries(words).map(([name, word]) => {
    const own = all.find((known) => String(known) === name)
    if (own === undefined) {
      throw new UsageError(`"${address}" has no word "${name}"; it has ${all.join(', ')}.`)
    }
    if (typeof word !== typeof own) {
      throw new UsageError(`The word for "${name}" of "${address}" must be a ${typeof own}.`)
    }
    return [word, own] as const
  })
  const servedWord = (own: unknown) => changed.find(([, known]) => known === own)?.[0] ?? own
  for (const { pointer, words: known } of found) {
    const served = known.map(servedWord)
    if (new Set(served).size < served.length) {
      throw new UsageError(`Two words of "${address}" would be the same: ${served.join(', ')}.`)
    }
    const schema = valueAt(document, pointer) as Json
    if (Array.isArray(schema['enum'])) schema['enum'] = schema['enum'].map(servedWord)
    if ('const' in schema) schema['const'] = servedWord(schema['const'])
    schema[WORDS] = Object.fromEntries(changed)
  }
}

function changeRequired(
  document: OpenApiDocument,
  places: readonly Place[],
  address: string,
  isRequired: boolean,
): void {
  if (typeof isRequired !== 'boolean') throw new UsageError(`required["${address}"] must be true or false.`)
  for (const { pointer, name } of changeable(places, ['required'], address)) {
    const schema = valueAt(document, pointer) as Json
    const others = (schema['required'] as string[]).filter((one) => one !== name)
    if (!isRequired) schema['required'] = others
  }
}

function noteName(document: OpenApiDocument, places: readonly Place[], address: string, name: string): void {
  for (const { kind, pointer, name: own } of changeable(places, ['member', 'parameter'], address)) {
    const holder = valueAt(document, pointer) as Json
    if (name === '' || typeof name !== 'string')
      throw new UsageError(`The name of "${address}" is not a text.`)
    if (kind === 'parameter') {
      holder['name'] = name
      holder[NAMES] = { [name]: own }
      continue
    }
    const members = holder['properties'] as Json
    if (Object.hasOwn(members, name) && name !== own) {
      throw new UsageError(`"${address}" cannot be called "${name}": there is such a member already.`)
    }
    holder[NAMES] = { ...(holder[NAMES] as Json | undefined), [name]: own }
  }
}

/** Renames members from the innermost outwards, since a renamed member changes the pointers of what lies in it. */
function renameMembers(
  document: OpenApiDocument,
  places: readonly Place[],
  names: Readonly<Record<string, string>>,
): void {
  const renamed = places
    .filter(({ kind, address }) => kind === 'member' && names[address] !== undefined)
    .sort((left, right) => right.pointer.length - left.pointer.length)
  for (const { pointer, name, address } of renamed) {
    const holder = valueAt(document, pointer) as Json
    holder['properties'] = renamedKeys(holder['properties'] as Json, { [name]: names[address] as string })
  }
}

/** An object in the same order with other keys. */
function renamedKeys(object: Json, names: Readonly<Record<string, string>>): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [names[key] ?? key, value]))
}

/** Renames what else mentions a member: lists of required ones, and what depends on one. */
function renameRequired(document: OpenApiDocument): void {
  const shapes = createShapes(document)

  function visit(value: unknown, pointer: string, holder: Readonly<Record<string, string>>): void {
    if (typeof value !== 'object' || value === null) return
    const schema = value as Json
    const own = [...shapes.at(pointer).names].map(([served, name]) => [name, served] as const)
    const served = { ...holder, ...Object.fromEntries(own) }
    if (Array.isArray(schema['required'])) {
      schema['required'] = schema['required'].map((name) => served[String(name)] ?? name)
    }
    for (const keyword of ['dependentRequired', 'dependentSchemas', REQUIRED_EVIDENCE]) {
      if (schema[keyword]) schema[keyword] = renamedKeys(schema[keyword] as Json, served)
    }
    for (const [name, member] of Object.entries(schema)) {
      const at = `${pointer}/${escapePointer(name)}`
      // These apply to the same value, and others to values of their own.
      const below = SAME_VALUE.has(name) ? served : {}
      if (Array.isArray(member) || name === 'dependentSchemas') {
        for (const [key, part] of Object.entries(member as object))
          visit(part, `${at}/${escapePointer(key)}`, below)
      } else {
        visit(member, at, below)
      }
    }
  }

  visit(document, '', {})
}

const SAME_VALUE = new Set(['allOf', 'anyOf', 'oneOf', 'if', 'then', 'else', 'dependentSchemas'])

const PARAMETER = /\{([^}]+)\}/g
const parametersIn = (path: string) => [...path.matchAll(PARAMETER)].map(([, name]) => name).sort()

function changePath(document: OpenApiDocument, operation: string, path: string): void {
  const all = pathsIn(document)
  const found = all.find((placed) => placed.operation === operation)
  if (!found) {
    const close = nearest(
      operation,
      all.map((placed) => placed.operation),
    )
    const hint = close.length > 0 ? ` Did you mean ${close.join(' or ')}?` : ''
    throw new UsageError(`The contract has no operation "${operation}".${hint}`)
  }
  if (!found.assumed) {
    throw new UsageError(
      `The path of ${operation} is as the provider documents it, ${found.path}, so it cannot be changed.`,
    )
  }
  if (!String(path).startsWith('/')) throw new UsageError(`The path of ${operation} must begin with a slash.`)
  const [wanted, given] = [parametersIn(found.path), parametersIn(path)]
  if (wanted.join() !== given.join()) {
    const list = wanted.map((name) => `{${name}}`).join(' and ') || 'no parameter'
    throw new UsageError(`The path of ${operation} must have ${list}, each once: "${path}" has not.`)
  }
  if (path === found.path) return
  const paths = document.paths as Record<string, Json>
  if (paths[path]?.[found.method]) {
    throw new UsageError(`The path ${path} has a ${found.method.toUpperCase()} already.`)
  }
  document.paths = Object.fromEntries(
    Object.entries(paths).flatMap(([key, item]) => {
      if (key !== found.path) return [[key, item]]
      const { [found.method]: moved, ...rest } = item
      const shared = Object.entries(rest).filter(([name]) => !METHODS.includes(name))
      const target = [path, { ...Object.fromEntries(shared), ...paths[path], [found.method]: moved }] as const
      return METHODS.some((method) => rest[method]) ? [[key, rest] as const, target] : [target]
    }),
  )
}

function changeOrigins(document: OpenApiDocument, origins: readonly string[]): void {
  for (const origin of origins) {
    const url = URL.parse(origin)
    if (!url || !/^https?:$/.test(url.protocol)) {
      throw new UsageError(`"${origin}" is no origin. Write it as https://api.example.`)
    }
  }
  document['servers'] = origins.map((url) => ({ url }))
}
