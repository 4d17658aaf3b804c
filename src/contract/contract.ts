/** An OpenAPI 3.1 document as the engine reads it: operations with parameters, bodies, answers and scopes. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { escapePointer, valueAt } from './json-pointer.ts'

export type Schema = Record<string, unknown> | boolean

/** A value of the document with the JSON Pointer of its place. */
interface Placed<T> {
  pointer: string
  value: T
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required: boolean
  schema: Placed<Schema>
}

export interface Content {
  mediaType: string
  schema: Placed<Schema> | undefined
}

export interface Answer {
  status: string
  content: Content[]
  /** Names of the headers that the answer must have, in lower case. */
  requiredHeaders: string[]
}

export interface Operation {
  id: string
  /** Upper case. */
  method: string
  /** Template from the origin on, such as `/webhooks/{id}`. */
  path: string
  summary: string | undefined
  evidence: string | undefined
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

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']

/**
 * Reads a contract.
 * @param source the document itself, or the URL of a `.json` or `.yaml` file.
 * @throws if it is no OpenAPI 3.1 document, or an operation has no `operationId`.
 */
export function readContract(source: URL | OpenApiDocument): Contract {
  const document = source instanceof URL ? readDocument(source) : source
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

function readDocument(url: URL): OpenApiDocument {
  const text = readFileSync(url, 'utf8')
  if (url.pathname.endsWith('.json')) return JSON.parse(text) as OpenApiDocument
  // Only documents of users are YAML; ours are turned into JSON when types are generated.
  const { parse } = createRequire(import.meta.url)('yaml') as typeof import('yaml')
  return parse(text) as OpenApiDocument
}

function addHosts(hosts: Map<string, string | undefined>, part: Json): void {
  for (const server of (part['servers'] as Json[] | undefined) ?? []) {
    hosts.set(new URL(String(server['url'])).host, server['x-environment'] as string | undefined)
  }
}

function readOperation(document: OpenApiDocument, path: string, item: Json, method: string): Operation {
  const at = `/paths/${escapePointer(path)}`
  const operation = item[method] as Json
  const id = operation['operationId']
  if (typeof id !== 'string') throw new Error(`${method.toUpperCase()} ${path} has no operationId.`)
  const own = placedList(operation['parameters'], `${at}/${method}/parameters`)
  const shared = placedList(item['parameters'], `${at}/parameters`)
  const parameters = [...own, ...shared].map((placed) => readParameter(document, placed.pointer))
  const answers = Object.keys(operation['responses'] as Json).map(
    (status) => [status, readAnswer(document, status, `${at}/${method}/responses/${status}`)] as const,
  )
  return {
    id,
    method: method.toUpperCase(),
    path,
    summary: operation['summary'] as string | undefined,
    evidence: operation['x-evidence'] as string | undefined,
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

function readParameter(document: OpenApiDocument, pointer: string): Parameter {
  const { pointer: at, value } = resolve(document, pointer)
  const written = value['schema'] as Schema
  // Type and default are needed here, so references are followed; the validator follows them by itself.
  const schema =
    typeof written === 'object' ? { ...resolve(document, `${at}/schema`).value, ...written } : written
  return {
    name: String(value['name']),
    in: value['in'] as Parameter['in'],
    required: value['required'] === true,
    schema: { pointer: `${at}/schema`, value: schema },
  }
}

function readBody(document: OpenApiDocument, pointer: string): NonNullable<Operation['body']> {
  const { pointer: at, value } = resolve(document, pointer)
  return { required: value['required'] === true, content: readContent(value, at) }
}

function readAnswer(document: OpenApiDocument, status: string, pointer: string): Answer {
  const { pointer: at, value } = resolve(document, pointer)
  const headers = Object.keys((value['headers'] as Json | undefined) ?? {}).filter(
    (name) => resolve(document, `${at}/headers/${escapePointer(name)}`).value['required'] === true,
  )
  return {
    status,
    content: readContent(value, at),
    requiredHeaders: headers.map((name) => name.toLowerCase()),
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

/** Scopes of the first requirement that names the document's OAuth scheme. */
function readScopes(document: OpenApiDocument, operation: Json): string[] | undefined {
  const requirements = (operation['security'] ?? document['security'] ?? []) as Record<string, string[]>[]
  for (const requirement of requirements) {
    if (Object.keys(requirement).length === 0) return undefined
    for (const [scheme, scopes] of Object.entries(requirement)) {
      const { value } = resolve(document, `/components/securitySchemes/${escapePointer(scheme)}`)
      if (value['type'] === 'oauth2') return scopes
    }
  }
  return undefined
}

/** The value at a pointer, with references followed. */
function resolve(document: OpenApiDocument, pointer: string): Placed<Json> {
  const value = lookUp(document, pointer)
  const reference = value['$ref']
  if (typeof reference !== 'string') return { pointer, value }
  if (!reference.startsWith('#/')) throw new Error(`"${reference}" leaves the document: bundle it first.`)
  return resolve(document, reference.slice(1))
}

function lookUp(document: OpenApiDocument, pointer: string): Json {
  const value = valueAt(document, pointer)
  if (typeof value !== 'object' || value === null) throw new Error(`The document has nothing at ${pointer}.`)
  return value as Json
}
