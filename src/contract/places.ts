/**
 * The members, parameters and lists of words in a document, and the members whose being required has a label of its own.
 * Each has an address by which settings name it: the schema and
 * the member, such as `Child.gender`. Of a schema that stands in an operation, the address begins with the operation.
 * Schemas with the same `x-address` have one address, so that one setting changes the same member of all of them.
 */
import { METHODS, type OpenApiDocument } from './contract.ts'
import { readGround } from './evidence.ts'
import { escapePointer } from './json-pointer.ts'
import { NAMES, REQUIRED_EVIDENCE, type Word } from './shape.ts'

/** One place where a member, a parameter or a list of words stands. An address may have several. */
export interface Place {
  kind: 'member' | 'parameter' | 'words' | 'required'
  address: string
  /** Pointer of the schema that has the member, of the parameter, or of the schema that has the list. */
  pointer: string
  name: string
  words: readonly Word[]
  /** The assumption that it is called so, or is required; undefined if the provider says so. */
  assumed: string | undefined
}

type Json = Record<string, unknown>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null

const assumption = (...evidence: unknown[]): string | undefined =>
  evidence.map(String).find((text) => readGround(text)?.evidence === 'assumed')

export function placesOf(document: OpenApiDocument): Place[] {
  const places: Place[] = []

  function visitSchema(schema: unknown, pointer: string, beside: string, holder: string | undefined): void {
    if (!isObject(schema)) return
    const address = (schema['x-address'] as string | undefined) ?? beside
    const evidence = (schema['x-evidence'] as string | undefined) ?? holder
    const words = wordsIn(schema)
    if (words.length > 0) {
      places.push({ kind: 'words', address, pointer, name: '', words, assumed: assumption(evidence) })
    }
    for (const [name, member] of Object.entries((schema['properties'] as Json | undefined) ?? {})) {
      const own = isObject(member) ? member['x-evidence'] : undefined
      // Settings name a member as the code does, whatever it is called by now.
      const at = `${address}.${ownName(schema, name)}`
      const assumed = assumption(own, evidence)
      places.push({ kind: 'member', address: at, pointer, name, words: [], assumed })
      visitSchema(member, `${pointer}/properties/${escapePointer(name)}`, at, evidence)
    }
    for (const [name, label] of Object.entries((schema[REQUIRED_EVIDENCE] as Json | undefined) ?? {})) {
      const at = `${address}.${ownName(schema, name)}`
      places.push({ kind: 'required', address: at, pointer, name, words: [], assumed: assumption(label) })
    }
    for (const keyword of ['items', 'additionalProperties', 'if', 'then', 'else']) {
      visitSchema(schema[keyword], `${pointer}/${keyword}`, address, evidence)
    }
    for (const keyword of ['allOf', 'anyOf', 'oneOf']) {
      const parts = schema[keyword]
      if (!Array.isArray(parts)) continue
      parts.forEach((part, index) => {
        visitSchema(part, `${pointer}/${keyword}/${index}`, address, evidence)
      })
    }
    for (const [name, part] of Object.entries((schema['dependentSchemas'] as Json | undefined) ?? {})) {
      visitSchema(part, `${pointer}/dependentSchemas/${escapePointer(name)}`, address, evidence)
    }
  }

  function visitContent(holder: unknown, pointer: string, address: string): void {
    if (!isObject(holder)) return
    const evidence = holder['x-evidence'] as string | undefined
    for (const [mediaType, media] of Object.entries((holder['content'] as Json | undefined) ?? {})) {
      const at = `${pointer}/content/${escapePointer(mediaType)}/schema`
      visitSchema((media as Json)['schema'], at, address, evidence)
    }
  }

  function visitParameter(parameter: unknown, pointer: string, owner: string, isComponent: boolean): void {
    if (!isObject(parameter) || '$ref' in parameter) return
    const evidence = parameter['x-evidence'] as string | undefined
    const name = String(parameter['name'])
    const address = isComponent ? owner : `${owner}.${ownName(parameter, name)}`
    if (parameter['in'] !== 'path') {
      places.push({ kind: 'parameter', address, pointer, name, words: [], assumed: assumption(evidence) })
    }
    visitSchema(parameter['schema'], `${pointer}/schema`, address, evidence)
  }

  function visitItem(item: Json, pointer: string, nameOf: (operation: Json, method: string) => string): void {
    for (const method of METHODS) {
      const operation = item[method]
      if (!isObject(operation)) continue
      const at = `${pointer}/${method}`
      const name = nameOf(operation, method)
      const parameters = (operation['parameters'] as unknown[] | undefined) ?? []
      parameters.forEach((parameter, index) => {
        visitParameter(parameter, `${at}/parameters/${index}`, name, false)
      })
      visitContent(operation['requestBody'], `${at}/requestBody`, `${name}.request`)
      for (const [status, answer] of Object.entries((operation['responses'] as Json | undefined) ?? {})) {
        visitContent(answer, `${at}/responses/${status}`, `${name}.${status}`)
      }
    }
  }

  const components = (document['components'] as Record<string, Json> | undefined) ?? {}
  for (const [name, schema] of Object.entries(components['schemas'] ?? {})) {
    visitSchema(schema, `/components/schemas/${escapePointer(name)}`, name, undefined)
  }
  for (const [name, parameter] of Object.entries(components['parameters'] ?? {})) {
    visitParameter(parameter, `/components/parameters/${escapePointer(name)}`, name, true)
  }
  for (const kind of ['responses', 'requestBodies']) {
    for (const [name, holder] of Object.entries(components[kind] ?? {})) {
      visitContent(holder, `/components/${kind}/${escapePointer(name)}`, name)
    }
  }
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    visitItem(item, `/paths/${escapePointer(path)}`, (operation) => String(operation['operationId']))
  }
  for (const [event, item] of Object.entries(document.webhooks ?? {})) {
    visitItem(item, `/webhooks/${escapePointer(event)}`, () => event)
  }
  return places
}

function ownName(holder: Json, name: string): string {
  return (holder[NAMES] as Record<string, string> | undefined)?.[name] ?? name
}

function wordsIn(schema: Json): Word[] {
  const listed = Array.isArray(schema['enum']) ? schema['enum'] : 'const' in schema ? [schema['const']] : []
  return listed.filter((value) => typeof value === 'string' || typeof value === 'number')
}
