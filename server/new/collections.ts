/** Which operations keep something: those that create, read, list, change and delete documents with a key. */
import { type Contract, type Operation, resolve, type Schema, typesOf } from '../../src/contract/contract.ts'
import { isObject, type Json } from './document/json.ts'

/** What an operation does with a collection. */
export type Role =
  | { kind: 'plain' }
  | { kind: 'token' }
  | { kind: 'create' | 'read' | 'list' | 'change' | 'remove'; collection: CollectionModel }

export interface CollectionModel {
  /** Plural, such as `pets`. */
  name: string
  /** Singular, such as `pet`. */
  single: string
  /** Name of its type, such as `Pet`. */
  type: string
  /** Member that holds the key. */
  key: string
  /** Schema of the key, to draw one from. */
  keySchema: Json
  /** Parameter of the path that holds the key. */
  parameter: string
  read: string
  create: string | undefined
  /** Whether whoever creates one must say its key. */
  keyIsGiven: boolean
  /** With the member of the answer that has the documents, if it is no list itself, and the parameter of their number. */
  list: { id: string; member: string | undefined; limit: string | undefined } | undefined
  changes: string[]
  remove: string | undefined
  /** Member with an enumeration that looks like a state. */
  states: { field: string; values: string[] } | undefined
}

const ITEM = /^(.*)\/\{([^}]+)\}$/

/** Each path that ends in its only parameter, if it can be read and is created, changed or deleted as well. */
export function findCollections(contract: Contract): CollectionModel[] {
  const found: CollectionModel[] = []
  for (const operation of contract.operations) {
    const [, base, parameter] = ITEM.exec(operation.path) ?? []
    if (operation.method !== 'GET' || base === undefined || parameter === undefined || base.includes('{'))
      continue
    const collection = collectionOf(contract, operation, base, parameter, found)
    if (collection) found.push(collection)
  }
  return found
}

function collectionOf(
  contract: Contract,
  read: Operation,
  base: string,
  parameter: string,
  others: readonly CollectionModel[],
): CollectionModel | undefined {
  const written = bodySchema(read)
  const schema = flatten(contract, written)
  const key = schema && keyOf(Object.keys(propertiesOf(schema)), parameter)
  if (!schema || key === undefined) return undefined
  const at = (method: string, path: string) =>
    contract.operations.find((operation) => operation.method === method && operation.path === path)
  const create = at('POST', base)
  const list = at('GET', base)
  const changes = [at('PUT', read.path), at('PATCH', read.path), at('POST', read.path)].filter(
    (operation) => operation?.body !== undefined,
  )
  const upsert = at('PUT', base)
  if (upsert && flatten(contract, requestSchema(upsert)) && hasKey(contract, upsert, key))
    changes.push(upsert)
  const remove = at('DELETE', read.path)
  if (!create && changes.length === 0 && !remove) return undefined
  const names = namesOf(base, written, others)
  return {
    ...names,
    key,
    keySchema: flatten(contract, propertiesOf(schema)[key]) ?? {},
    parameter,
    read: read.id,
    create: create && takesObject(contract, create) ? create.id : undefined,
    keyIsGiven: create?.body?.required === true && demands(contract, create, key),
    list: list && listOf(contract, list, written),
    changes: changes.flatMap((operation) => operation?.id ?? []),
    remove: remove?.id,
    states: statesOf(contract, schema),
  }
}

export function roleOf(id: string, collections: readonly CollectionModel[]): Role {
  for (const collection of collections) {
    if (collection.create === id) return { kind: 'create', collection }
    if (collection.read === id) return { kind: 'read', collection }
    if (collection.list?.id === id) return { kind: 'list', collection }
    if (collection.changes.includes(id)) return { kind: 'change', collection }
    if (collection.remove === id) return { kind: 'remove', collection }
  }
  return { kind: 'plain' }
}

/** The member that a parameter such as `petId`, `pet_id` or `username` means. */
function keyOf(members: readonly string[], parameter: string): string | undefined {
  const plain = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')
  const exact = members.find((member) => plain(member) === plain(parameter))
  if (exact) return exact
  const endings = members.filter((member) => plain(parameter).endsWith(plain(member)))
  return (
    endings.find((member) => /id$/i.test(member)) ??
    (/(id|identifier|key)$/i.test(parameter) ? members.find((member) => member === 'id') : endings[0])
  )
}

function namesOf(base: string, schema: Schema | undefined, others: readonly CollectionModel[]) {
  const segments = base.split('/').filter(Boolean).map(camelCase)
  const last = segments.at(-1) || 'document'
  const reference = typeof schema === 'object' ? String(schema['$ref'] ?? '') : ''
  const plural = /s$/.test(last) ? last : `${last}s`
  const name = others.some((other) => other.name === plural)
    ? `${segments.at(-2) ?? 'other'}${upperFirst(plural)}`
    : plural
  const single = plural
    .replace(/ies$/, 'y')
    .replace(/(ss|x|ch|sh)es$/, '$1')
    .replace(/(?<!s)s$/, '')
  const ofSchema = /^#\/components\/schemas\/([A-Za-z_$][\w$]*)$/.exec(reference)?.[1]
  const wanted = upperFirst(camelCase(ofSchema ?? single))
  const type =
    others.some((other) => other.type === wanted) || RESERVED.has(wanted)
      ? `${upperFirst(name)}Document`
      : wanted
  return { name, single: RESERVED.has(single) ? `${single}Document` : single, type }
}

/** Names that the files which are written use themselves, and words of the language. */
const RESERVED = new Set([
  ...['Resource', 'Context', 'CallContext', 'ApiContext', 'Move', 'CollectionDefinition', 'RequestContext'],
  ...[
    'Promised',
    'Operations',
    'Receiver',
    'Body',
    'Record',
    'Request',
    'Response',
    'Date',
    'Error',
    'Map',
    'Set',
  ],
  ...[
    'new',
    'class',
    'case',
    'default',
    'delete',
    'return',
    'import',
    'export',
    'function',
    'package',
    'public',
  ],
  ...[
    'context',
    'contract',
    'body',
    'params',
    'query',
    'known',
    'rows',
    'void',
    'enum',
    'interface',
    'switch',
    'this',
  ],
])

function camelCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter(Boolean)
  const camel = words.map((word, index) => (index === 0 ? word : upperFirst(word))).join('')
  const lower = (camel[0] ?? '').toLowerCase() + camel.slice(1)
  return /^\d/.test(lower) ? `v${lower}` : lower
}

export const upperFirst = (text: string) => (text[0] ?? '').toUpperCase() + text.slice(1)

function listOf(contract: Contract, operation: Operation, item: Schema | undefined): CollectionModel['list'] {
  const schema = flatten(contract, bodySchema(operation))
  if (!schema) return undefined
  const limit = operation.parameters.find(
    (parameter) =>
      parameter.in === 'query' &&
      /^(limit|page_?size|per_?page|size|count|take|max_?results)$/i.test(parameter.name) &&
      typesOf(parameter.schema.value).includes('integer'),
  )?.name
  const holds = (list: Schema | undefined) => {
    const flat = flatten(contract, list)
    return (
      flat !== undefined &&
      typesOf(flat).includes('array') &&
      sameSchema(contract, flat['items'] as Schema, item)
    )
  }
  if (holds(schema)) return { id: operation.id, member: undefined, limit }
  const member = Object.entries(propertiesOf(schema)).find(([, property]) => holds(property))?.[0]
  return member === undefined ? undefined : { id: operation.id, member, limit }
}

/** The same reference, or the same members. */
function sameSchema(contract: Contract, a: Schema | undefined, b: Schema | undefined): boolean {
  const [left, right] = [a, b].map((schema) => (isObject(schema) ? schema : {}))
  if (left?.['$ref'] !== undefined && left['$ref'] === right?.['$ref']) return true
  return JSON.stringify(flatten(contract, a)) === JSON.stringify(flatten(contract, b))
}

function statesOf(contract: Contract, schema: Json): CollectionModel['states'] {
  for (const [field, property] of Object.entries(propertiesOf(schema))) {
    if (!/(^|_)(status|state)$|(Status|State)$/.test(field)) continue
    const values = flatten(contract, property)?.['enum']
    if (!Array.isArray(values) || values.length < 2) continue
    if (values.every((value) => typeof value === 'string')) return { field, values }
  }
  return undefined
}

function bodySchema(operation: Operation): Schema | undefined {
  const status = [...operation.answers.keys()].find((key) => /^2/.test(key))
  const content = status === undefined ? undefined : operation.answers.get(status)?.content[0]
  return content && /json$/.test(content.mediaType) ? content.schema?.value : undefined
}

function requestSchema(operation: Operation): Schema | undefined {
  return operation.body?.content[0]?.schema?.value
}

function takesObject(contract: Contract, operation: Operation): boolean {
  const schema = requestSchema(operation)
  if (operation.body?.content.some(({ mediaType }) => mediaType === 'multipart/form-data')) return false
  return operation.body === undefined || flatten(contract, schema) !== undefined
}

function demands(contract: Contract, operation: Operation, key: string): boolean {
  const { required = [] } = flatten(contract, requestSchema(operation)) ?? {}
  return (required as string[]).includes(key)
}

function hasKey(contract: Contract, operation: Operation, key: string): boolean {
  return key in propertiesOf(flatten(contract, requestSchema(operation)) ?? {})
}

const propertiesOf = (schema: Json) => (schema['properties'] ?? {}) as Record<string, Schema>

/** A schema with its references followed and `allOf` put together; choices stay as they are. */
function flatten(contract: Contract, schema: Schema | undefined, depth = 0): Json | undefined {
  if (!isObject(schema) || depth > 20) return undefined
  const { $ref, allOf, ...own } = schema as Json
  const parts = [
    ...(typeof $ref === 'string'
      ? [resolve(contract.document, decodeURIComponent($ref.slice(1))).value]
      : []),
    ...((allOf as Schema[] | undefined) ?? []),
  ].map((part) => flatten(contract, part, depth + 1) ?? {})
  const properties = Object.assign({}, ...[...parts, own].map(propertiesOf))
  const whole = Object.assign({}, ...parts, own) as Json
  return Object.keys(properties).length > 0 ? { ...whole, properties } : whole
}
