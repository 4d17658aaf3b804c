/** A document of anybody's, written as the engine reads it. */
import { type OpenApiDocument, resolve } from '../../../src/contract/contract.ts'
import { isObject, type Json, METHODS, operationsOf } from './json.ts'
import { settleServers } from './servers.ts'

/**
 * Changes a document so that the engine reads all of it: ids, servers, media types, ranges of statuses, callbacks.
 * @returns what was changed or left out, one sentence each.
 */
export function normalize(document: OpenApiDocument, name: string): string[] {
  const notes: string[] = []
  document.paths ??= {}
  inlineItems(document, document.paths)
  if (document.webhooks) inlineItems(document, document.webhooks)
  dropUnroutable(document, notes)
  settleServers(document, name, notes)
  nameOperations(document, notes)
  for (const { operation } of operationsOf(document)) {
    settleResponses(document, operation, notes)
    const body = operation['requestBody']
    if (isObject(body)) settleContent(resolveHere(document, body))
    takeCallbacks(document, operation)
  }
  for (const item of Object.values(document.webhooks ?? {})) {
    for (const method of METHODS) {
      const body = (item[method] as Json | undefined)?.['requestBody']
      if (isObject(body)) settleContent(resolveHere(document, body))
    }
  }
  return notes
}

function resolveHere(document: OpenApiDocument, value: Json): Json {
  return typeof value['$ref'] === 'string'
    ? resolve(document, decodeURIComponent(value['$ref'].slice(1))).value
    : value
}

/** A path that is only a reference is written out. */
function inlineItems(document: OpenApiDocument, items: Record<string, Json>): void {
  for (const [path, item] of Object.entries(items)) {
    if (typeof item['$ref'] !== 'string') continue
    const { $ref, ...own } = item
    items[path] = { ...structuredClone(resolveHere(document, item)), ...own }
  }
}

function dropUnroutable(document: OpenApiDocument, notes: string[]): void {
  for (const path of Object.keys(document.paths ?? {})) {
    if (path.startsWith('/') && !/[?#*]/.test(path)) continue
    delete document.paths?.[path]
    notes.push(`The path ${path} is left out: a path begins with "/" and has no "?", "#" or "*".`)
  }
}

/** Each operation gets an id of its own. */
function nameOperations(document: OpenApiDocument, notes: string[]): void {
  const taken = new Set<string>()
  for (const { path, method, operation } of operationsOf(document)) {
    const wanted =
      typeof operation['operationId'] === 'string' ? operation['operationId'] : derivedId(method, path)
    let id = wanted
    for (let count = 2; taken.has(id); count += 1) id = `${wanted}${count}`
    taken.add(id)
    if (id !== operation['operationId']) notes.push(`${method.toUpperCase()} ${path} is called ${id}.`)
    operation['operationId'] = id
  }
}

/** `GET /pets/{petId}/photos` is `getPetsByPetIdPhotos`. */
function derivedId(method: string, path: string): string {
  const words = path
    .replaceAll(/\{([^}]+)\}/g, ' by $1 ')
    .split(/[^A-Za-z0-9]+/)
    .filter(Boolean)
  return method + words.map((word) => (word[0] ?? '').toUpperCase() + word.slice(1)).join('')
}

/** Errors by their description, where a document has nothing but `default`. */
const ERROR_LIKE = /error|unexpected|problem|fail|invalid|wrong/i

function settleResponses(document: OpenApiDocument, operation: Json, notes: string[]): void {
  const id = String(operation['operationId'])
  const responses = (operation['responses'] ?? {}) as Record<string, Json>
  operation['responses'] = responses
  for (const status of Object.keys(responses)) {
    const range = /^([1-5])XX$/i.exec(status)
    if (!range) continue
    const first = `${range[1]}00`
    responses[first] ??= responses[status] as Json
    delete responses[status]
    notes.push(`${id} answers ${first} where its document has ${status}.`)
  }
  const { default: fallback } = responses
  const hasSuccess = Object.keys(responses).some((status) => /^[123]\d\d$/.test(status))
  if (!hasSuccess && fallback && !ERROR_LIKE.test(String(resolveHere(document, fallback)['description']))) {
    responses['200'] = fallback
    delete responses['default']
  } else if (!hasSuccess) {
    responses['204'] = {
      description: 'Assumed by Tvilling: the document has no answer of a success.',
      'x-evidence': 'assumed',
    }
    notes.push(`${id} answers 204, since its document has no answer of a success.`)
  }
  for (const response of Object.values(responses)) settleContent(resolveHere(document, response))
}

/** Media types without parameters and wildcards, and JSON first: it is what is answered with. */
function settleContent(holder: Json): void {
  const content = holder['content']
  if (!isObject(content)) return
  const settled = Object.entries(content).map(
    ([type, media]) => [plainType(type, media as Json), media] as const,
  )
  const isJson = (type: string) => /\bjson$/.test(type)
  const sorted = [...settled.filter(([type]) => isJson(type)), ...settled.filter(([type]) => !isJson(type))]
  holder['content'] = Object.fromEntries(sorted)
}

function plainType(type: string, media: Json): string {
  const plain = (type.split(';')[0] ?? '').trim().toLowerCase()
  if (!plain.includes('*')) return plain
  const schema = isObject(media['schema']) ? media['schema'] : {}
  const isText = schema['type'] === 'string' && schema['format'] === undefined
  if (plain.startsWith('text/')) return 'text/plain'
  if (plain.startsWith('image/')) return 'image/png'
  return schema['contentMediaType'] || schema['format'] === 'binary' || isText
    ? 'application/octet-stream'
    : 'application/json'
}

/** What an operation calls back is sent as a webhook is. */
function takeCallbacks(document: OpenApiDocument, operation: Json): void {
  const callbacks = operation['callbacks']
  if (!isObject(callbacks)) return
  for (const [name, written] of Object.entries(callbacks)) {
    for (const item of Object.values(resolveHere(document, written as Json))) {
      if (!isObject(item)) continue
      document.webhooks ??= {}
      let event = name
      for (let count = 2; event in document.webhooks; count += 1) event = `${name}${count}`
      document.webhooks[event] = structuredClone(item)
      // An id would make the webhook an operation that a client can call.
      for (const method of METHODS)
        delete (document.webhooks[event]?.[method] as Json | undefined)?.['operationId']
    }
  }
  delete operation['callbacks']
}
