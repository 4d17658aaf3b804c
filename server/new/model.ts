/** What a simulator is written from: its operations, what it keeps, what it sends. */
import {
  type Contract,
  type OpenApiDocument,
  type Operation,
  readContract,
} from '../../src/contract/contract.ts'
import { type CollectionModel, findCollections, type Role, roleOf } from './collections.ts'
import { isObject, type Json } from './document/json.ts'

export interface OperationModel {
  id: string
  /** Id of its fact. */
  fact: string
  summary: string
  /** The status of its success. */
  status: number
  role: Role
}

export interface EventModel {
  name: string
  about: string
}

export interface Model {
  /** Kebab case. */
  name: string
  /** As an identifier. */
  identifier: string
  title: string
  version: string
  /** Where the document came from. */
  source: string
  document: OpenApiDocument
  contract: Contract
  operations: OperationModel[]
  collections: CollectionModel[]
  events: EventModel[]
  /** Of OAuth client credentials, or undefined if the document has none. */
  scopes: string[] | undefined
  /** Whether something else than such a token is asked for. */
  hasCredentials: boolean
}

/** The model of a document that was normalized and completed. Gives each operation the id of its fact. */
export function modelOf(document: OpenApiDocument, name: string, source: string): Model {
  const contract = readContract(document)
  const tokens = tokenPathsOf(document)
  const collections = findCollections(contract)
  const prefix = prefixOf(name)
  const digits = Math.max(2, String(contract.operations.length).length)
  const operations = contract.operations.map((operation, index): OperationModel => {
    const fact = `${prefix}-${String(index + 1).padStart(digits, '0')}`
    const written = document.paths?.[operation.path]?.[operation.method.toLowerCase()] as Json
    written['x-evidence'] = `${written['x-evidence'] === 'assumed' ? 'assumed' : 'public'} ${fact}`
    const isToken = operation.method === 'POST' && tokens.has(operation.path)
    return {
      id: operation.id,
      fact,
      summary: summaryOf(operation, written),
      status: successOf(operation),
      role: isToken ? { kind: 'token' } : roleOf(operation.id, collections),
    }
  })
  return {
    name,
    identifier: name.replaceAll(/-(.)/g, (_all, letter: string) => letter.toUpperCase()),
    title: contract.title.trim(),
    version: contract.version,
    source,
    document,
    contract,
    operations,
    collections,
    events: eventsOf(document),
    scopes: scopesOf(document),
    hasCredentials: contract.operations.some(
      (operation) => operation.scopes === undefined && asksForSomething(document, operation),
    ),
  }
}

/** `PT` for `parcel-tracking`, `PARCEL` for `parcel`. */
function prefixOf(name: string): string {
  const words = name.split('-')
  return (words.length > 1 ? words.map((word) => word[0]).join('') : name).toUpperCase()
}

/** In one line. */
function summaryOf({ method, path, summary }: Operation, written: Json): string {
  const text = summary || String(written['description'] ?? '').split(/(?<=\.)\s/)[0] || `${method} ${path}`
  return text.replaceAll(/\s+/g, ' ').replaceAll('*/', '').trim().replace(/\.$/, '')
}

/** The first status that is no error. */
export function successOf({ answers }: Pick<Operation, 'answers'>): number {
  const statuses = [...answers.keys()].filter((status) => /^\d+$/.test(status)).map(Number)
  return (
    statuses.find((status) => status >= 200 && status < 300) ?? statuses.find((status) => status < 400) ?? 200
  )
}

function eventsOf(document: OpenApiDocument): EventModel[] {
  return Object.entries(document.webhooks ?? {}).map(([name, item]) => {
    const [operation] = Object.values(item).filter(isObject)
    const about = String(operation?.['summary'] ?? operation?.['description'] ?? '').split('\n')[0]
    return { name, about: about?.trim() || `Sends ${name} to everybody who listens.` }
  })
}

/** The flows of OAuth client credentials that a document has. */
function flowsOf(document: OpenApiDocument): Json[] {
  const components = (document['components'] ?? {}) as Record<string, Record<string, Json>>
  return Object.values(components['securitySchemes'] ?? {}).flatMap(({ type, flows }) => {
    const flow = (flows as Record<string, Json> | undefined)?.['clientCredentials']
    return type === 'oauth2' && flow ? [flow] : []
  })
}

function tokenPathsOf(document: OpenApiDocument): Set<string> {
  const [server] = document['servers'] as { url: string }[]
  const urls = flowsOf(document).map(({ tokenUrl }) => URL.parse(String(tokenUrl), server?.url))
  return new Set(urls.flatMap((url) => url?.pathname ?? []))
}

function scopesOf(document: OpenApiDocument): string[] | undefined {
  const flows = flowsOf(document)
  return flows.length === 0
    ? undefined
    : [...new Set(flows.flatMap(({ scopes }) => Object.keys((scopes ?? {}) as Json)))]
}

function asksForSomething(document: OpenApiDocument, { path, method }: Operation): boolean {
  const written = document.paths?.[path]?.[method.toLowerCase()] as Json
  return ((written['security'] ?? document['security'] ?? []) as unknown[]).length > 0
}
