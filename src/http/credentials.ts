/** Ways to be let in other than OAuth client credentials: what a contract asks for, and whether a request has it. */
import { type OpenApiDocument, type Operation, resolve } from '../contract/contract.ts'
import { escapePointer } from '../contract/json-pointer.ts'
import { basicTokenOf, readBasicToken } from './basic-credentials.ts'
import type { ApiRequest } from './messages.ts'

type Scheme = Record<string, unknown>
type Requirement = Record<string, string[]>

/** Where a request bears what a scheme asks for. */
export interface CredentialPlace {
  in: 'header' | 'query' | 'cookie'
  name: string
  /** What stands before it, such as `Bearer`. */
  prefix: string
}

/**
 * What a request lacks to be let in, as a sentence. Any credential that is not empty is taken: Tvilling knows no keys.
 * @returns undefined if nothing is lacking, or if the operation takes tokens by client credentials, which the engine
 * itself checks.
 */
export function missingCredential(
  document: OpenApiDocument,
  operation: Operation,
  request: ApiRequest,
): string | undefined {
  if (operation.scopes) return undefined
  const asked = requirementsOf(document, operation).map((requirement) => placesOf(document, requirement))
  if (asked.length === 0 || asked.some((places) => places.every((place) => isGiven(place, request)))) {
    return undefined
  }
  const ways = asked.map((places) => places.map(describe).join(' and '))
  return `The request needs ${[...new Set(ways)].join(', or ')}.`
}

/** What an operation asks for in its first requirement; empty if everybody is let in. */
export function credentialPlaces(document: OpenApiDocument, operation: Operation): CredentialPlace[] {
  const [first] = requirementsOf(document, operation)
  return first ? placesOf(document, first) : []
}

function requirementsOf(document: OpenApiDocument, { path, method }: Operation): Requirement[] {
  const written = document.paths?.[path]?.[method.toLowerCase()] as Scheme | undefined
  return (written?.['security'] ?? document['security'] ?? []) as Requirement[]
}

function placesOf(document: OpenApiDocument, requirement: Requirement): CredentialPlace[] {
  return Object.keys(requirement).flatMap((name) => {
    const { value } = resolve(document, `/components/securitySchemes/${escapePointer(name)}`)
    return placeOf(value) ?? []
  })
}

/** Undefined for what a request cannot show: certificates are the connection's. */
function placeOf({ type, scheme, name, in: place }: Scheme): CredentialPlace | undefined {
  if (type === 'apiKey') return { in: place as CredentialPlace['in'], name: String(name), prefix: '' }
  if (type === 'mutualTLS') return undefined
  const prefix = type === 'http' ? String(scheme) : 'Bearer'
  return { in: 'header', name: 'Authorization', prefix: prefix[0]?.toUpperCase() + prefix.slice(1) }
}

function isGiven({ in: place, name, prefix }: CredentialPlace, { headers, query }: ApiRequest): boolean {
  if (place === 'query') return Boolean(new URLSearchParams(query).get(name))
  if (place === 'cookie') {
    const cookies = (headers['cookie'] ?? '').split(';').map((cookie) => cookie.trim())
    return cookies.some((cookie) => cookie.startsWith(`${name}=`) && cookie.length > name.length + 1)
  }
  const value = headers[name.toLowerCase()]?.trim() ?? ''
  if (prefix === '') return value !== ''
  if (prefix === 'Basic') return readBasicToken(basicTokenOf(value) ?? '') !== undefined
  return value.toLowerCase().startsWith(`${prefix.toLowerCase()} `) && value.length > prefix.length + 1
}

function describe({ in: place, name, prefix }: CredentialPlace): string {
  if (place !== 'header') return `the ${place === 'query' ? 'query parameter' : 'cookie'} ${name}`
  return prefix ? `the header ${name} with ${prefix}` : `the header ${name}`
}
