/** An OpenAPI 3.1 document as the engine reads it: operations with parameters, bodies, answers and scopes. */
import { escapePointer, pointerOfReference, valueAt } from './json-pointer.ts'
import { readDocument } from './read-document.ts'

export type Schema = Record<string, unknown> | boolean

/** A value of the document with the JSON Pointer of its place. */
interface Placed<T> {
  pointer: string
  value: T
}

export interface Parameter {
  name: string
  /** What the code calls it: its name, unless a setting gave it another. */
  own: string
  in: 'path' | 'query' | 'header'
  required: boolean
  schema: Placed<Schema>
  /** How the values of a list are told apart; undefined for a single value. */
  separator: Separator | undefined
  /** Types of its value, or of each value of a list. */
  types: readonly string[]
}

/** `repeated`: the parameter comes once for each value, as in `tag=a&tag=b`. */
export type Separator = 'repeated' | ',' | ' ' | '|'

export interface Content {
  mediaType: string
  schema: Placed<Schema> | undefined
}

export interface Answer {
  status: string
  content: Content[]
  /** Names of the headers that the answer must have, in lower case. */
  requiredHeaders: string[]
  /** Pointers to where the headers are written, by their names in lower case. */
  headers: Map<string, string>
}

export interface Operation {
  id: string
  /** Upper case. */
  method: string
  /** Template from the origin on, such as `/webhooks/{id}`. */
  path: string
  summary: string | undefined
  evidence: string | undefined
  /** What the provider says of its future, such as `beta`; undefined if nothing. */
  stability: string | undefined
  parameters: Parameter[]
  body: { required: boolean; content: Content[] } | undefined
  answers: Map<string, Answer>
  /** OAuth scopes that a caller needs; undefined if no token is needed. */
  scopes: string[] | undefined
  /** The one environment that has the operation; undefined if all have it. */
  environment: string | undefined
}

export interface Contract {
  title: string
  version: string
  document: OpenApiDocument
  operations: Operation[]
  /** Answers to an unknown path (404) and a wrong method (405): the document's `x-unmatched`. */
  unmatched: Map<string, Answer>
  /** Bodies of the webhooks, by event. */
  events: Map<string, Content | undefined>
  /** Hosts at which the provider offers this API, with the environment of each. */
  hosts: Map<string, string | undefined>
}

type Json = Record<string, unknown>

export interface OpenApiDocument extends Json {
  openapi: string
  info: { title: string; version: string }
  paths?: Record<string, Json>
  webhooks?: Record<string, Json>
}

/** The methods that a path can have, as its members. */
export const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/**
 * Reads a contract.
 * @param source the document itself, or the URL of a `.json` or `.yaml` file.
 * @throws if it is no OpenAPI 3.1 document, or an operation has no `operationId`.
 */
export function readContract(source: URL | OpenApiDocument): Contract {
  const document = source instanceof URL ? (readDocument(source) as OpenApiDocument) : source
  if (!String(document.openapi).startsWith('3.1')) {
    throw new Error(`OpenAPI ${String(document.openapi)} is not supported: write the document in 3.1.`)
  }
  const hosts = new Map<string, string | undefined>()
  const operations: Operation[] = []
  addHosts(hosts, document)
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    addHosts(hosts, item)
    for (const method of METHODS) {
      if (item[method]) operations.push(readOperation(document, path, item, method))
    }
  }
  const events = Object.entries(document.webhooks ?? {}).map(
    ([event, item]) => [event, readEvent(document, event, item)] as const,
  )
  const unmatched = Object.keys((document['x-unmatched'] as Json | undefined) ?? {}).map(
    (status) => [status, readAnswer(document, status, `/x-unmatched/${status}`)] as const,
  )
  return {
    title: document.info.title,
    version: document.info.version,
    document,
    operations,
    unmatched: new Map(unmatched),
    events: new Map(events),
    hosts,
  }
}

function addHosts(hosts: Map<string, string | undefined>, part: Json): void {
  for (const server of (part['servers'] as Json[] | undefined) ?? []) {
    // A relative URL names no host.
    const url = URL.parse(String(server['url']))
    if (url) hosts.set(url.host, server['x-environment'] as string | undefined)
  }
}

function readOperation(document: OpenApiDocument, path: string, item: Json, method: string): Operation {
  const at = `/paths/${escapePointer(path)}`
  const operation = item[method] as Json
  const id = operation['operationId']
  if (typeof id !== 'string') throw new Error(`${method.toUpperCase()} ${path} has no operationId.`)
  const own = placedList(operation['parameters'], `${at}/${method}/parameters`)
  const shared = placedList(item['parameters'], `${at}/parameters`)
  const parameters = [...own, ...shared]
    .filter(({ pointer }) => unreadable(document, pointer) === undefined)
    .map(({ pointer }) => readParameter(document, pointer))
  const answers = Object.keys((operation['responses'] as Json | undefined) ?? {}).map(
    (status) => [status, readAnswer(document, status, `${at}/${method}/responses/${status}`)] as const,
  )
  return {
    id,
    method: method.toUpperCase(),
    path,
    summary: operation['summary'] as string | undefined,
    evidence: operation['x-evidence'] as string | undefined,
    stability: operation['x-stability'] as string | undefined,
    parameters: firstOfEachName(parameters),
    body: operation['requestBody'] ? readBody(document, `${at}/${method}/requestBody`) : undefined,
    answers: new Map(answers),
    scopes: readScopes(document, operation),
    environment: operation['x-environment'] as string | undefined,
  }
}

function placedList(list: unknown, pointer: string): Placed<Json>[] {
  return ((list as Json[] | undefined) ?? []).map((value, index) => ({
    pointer: `${pointer}/${index}`,
    value,
  }))
}

/** A parameter of the operation replaces one of its path with the same name. */
function firstOfEachName(parameters: Parameter[]): Parameter[] {
  const known = new Set<string>()
  return parameters.filter((parameter) => {
    const name = `${parameter.in} ${parameter.name}`
    if (known.has(name)) return false
    known.add(name)
    return true
  })
}

/**
 * Why a parameter is left to its operation: neither read nor checked. Undefined for one that is.
 * @param pointer where it stands in the document.
 */
export function unreadable(document: OpenApiDocument, pointer: string): string | undefined {
  const { pointer: at, value } = resolve(document, pointer)
  if (value['in'] === 'cookie') return 'it is a cookie'
  if (value['schema'] === undefined) return 'its value is a document of its own (`content`)'
  const style = value['style']
  if (style === 'matrix' || style === 'label' || style === 'deepObject') return `its style is ${style}`
  const schema = typeof value['schema'] === 'object' ? resolve(document, `${at}/schema`).value : {}
  return typesOf(schema).includes('object') ? 'its value is an object' : undefined
}

function readParameter(document: OpenApiDocument, pointer: string): Parameter {
  const { pointer: at, value } = resolve(document, pointer)
  const written = value['schema'] as Schema
  // Type and default are needed here, so references are followed; the validator follows them by itself.
  const schema =
    typeof written === 'object' ? { ...resolve(document, `${at}/schema`).value, ...written } : written
  const isList = typesOf(schema).includes('array')
  const name = String(value['name'])
  return {
    name,
    own: (value['x-tvilling-names'] as Record<string, string> | undefined)?.[name] ?? name,
    in: value['in'] as Parameter['in'],
    required: value['required'] === true,
    schema: { pointer: `${at}/schema`, value: schema },
    separator: isList ? separatorOf(value) : undefined,
    types: isList ? typesOf((schema as Json)['items'] as Schema) : typesOf(schema),
  }
}

/** As OpenAPI has it: lists in a query are repeated unless `explode` is false, others have commas. */
function separatorOf(parameter: Json): Separator {
  if (parameter['in'] !== 'query') return ','
  if (parameter['style'] === 'spaceDelimited') return ' '
  if (parameter['style'] === 'pipeDelimited') return '|'
  return parameter['explode'] === false ? ',' : 'repeated'
}

/** The types of a schema; none if it names none. */
export function typesOf(schema: Schema): string[] {
  const type = typeof schema === 'object' ? schema['type'] : undefined
  return type === undefined ? [] : [type].flat().map(String)
}

function readBody(document: OpenApiDocument, pointer: string): NonNullable<Operation['body']> {
  const { pointer: at, value } = resolve(document, pointer)
  return { required: value['required'] === true, content: readContent(value, at) }
}

function readAnswer(document: OpenApiDocument, status: string, pointer: string): Answer {
  const { pointer: at, value } = resolve(document, pointer)
  const headers = Object.keys((value['headers'] as Json | undefined) ?? {}).map((name) => {
    const header = resolve(document, `${at}/headers/${escapePointer(name)}`)
    return { name: name.toLowerCase(), pointer: header.pointer, required: header.value['required'] === true }
  })
  return {
    status,
    content: readContent(value, at),
    requiredHeaders: headers.filter(({ required }) => required).map(({ name }) => name),
    headers: new Map(headers.map(({ name, pointer }) => [name, pointer])),
  }
}

function readContent(holder: Json, at: string): Content[] {
  return Object.entries((holder['content'] as Record<string, Json> | undefined) ?? {}).map(
    ([mediaType, media]) => ({
      mediaType,
      schema:
        media['schema'] === undefined
          ? undefined
          : {
              pointer: `${at}/content/${escapePointer(mediaType)}/schema`,
              value: media['schema'] as Schema,
            },
    }),
  )
}

function readEvent(document: OpenApiDocument, event: string, item: Json): Content | undefined {
  const method = METHODS.find((name) => item[name])
  if (!method || !(item[method] as Json)['requestBody']) return undefined
  return readBody(document, `/webhooks/${escapePointer(event)}/${method}/requestBody`).content[0]
}

/**
 * Scopes of the first requirement, if each one asks for a token by client credentials. Other ways to be let in are
 * the simulator's to check.
 */
function readScopes(document: OpenApiDocument, operation: Json): string[] | undefined {
  const requirements = (operation['security'] ?? document['security'] ?? []) as Record<string, string[]>[]
  const asked = requirements.map((requirement) =>
    Object.entries(requirement).find(([scheme]) => hasClientCredentials(document, scheme)),
  )
  return asked.every((entry) => entry !== undefined) ? asked[0]?.[1] : undefined
}

function hasClientCredentials(document: OpenApiDocument, scheme: string): boolean {
  const { value } = resolve(document, `/components/securitySchemes/${escapePointer(scheme)}`)
  const names = Object.keys((value['flows'] as Json | undefined) ?? {})
  // A document that names no flow at all is taken to mean this one.
  return value['type'] === 'oauth2' && (names.length === 0 || names.includes('clientCredentials'))
}

/** The value at a pointer, with references followed. @throws if there is no such value, or one leaves the document. */
export function resolve(document: OpenApiDocument, pointer: string): Placed<Json> {
  const value = lookUp(document, pointer)
  const reference = value['$ref']
  if (typeof reference !== 'string') return { pointer, value }
  if (!reference.startsWith('#/')) throw new Error(`"${reference}" leaves the document: bundle it first.`)
  return resolve(document, pointerOfReference(reference))
}

function lookUp(document: OpenApiDocument, pointer: string): Json {
  const value = valueAt(document, pointer)
  if (typeof value !== 'object' || value === null) throw new Error(`The document has nothing at ${pointer}.`)
  return value as Json
}
