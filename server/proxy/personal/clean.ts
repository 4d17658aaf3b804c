/** Replaces what is personal or secret in an exchange by stand-ins, or stand-ins by their originals. */
import type { Parameter } from '../../../src/contract/contract.ts'
import { joinBasicToken, splitBasicToken } from '../../../src/http/basic-credentials.ts'
import { type Cleaned, cleanBody, type Treatment } from './bodies.ts'
import { createSchemas, kindByName, type Schemas } from './kinds.ts'
import {
  type Headers,
  type MatchedOperation,
  mediaTypeOf,
  parameterNamed,
  type WireMessage,
} from './message.ts'

interface CleanMessage {
  request: {
    method: string
    path: string
    query: string
    headers: [string, string][]
    body: Cleaned | undefined
  }
  response: { status: number; text: string; headers: [string, string][]; body: Cleaned | undefined }
}

/** Headers that are not personal. Known originals in their values are replaced nevertheless. */
const HARMLESS = new Set(
  `accept accept-charset accept-encoding accept-language accept-ranges access-control-allow-origin age allow
  cache-control connection content-encoding content-language content-length content-type date expires host
  keep-alive last-modified pragma retry-after server strict-transport-security te trailer transfer-encoding
  upgrade user-agent vary via warning www-authenticate x-content-type-options x-frame-options
  x-powered-by`.split(/\s+/),
)
const HARMLESS_FAMILY = /^(?:x-tvilling-|x-ratelimit-|ratelimit|sec-|access-control-)/

/** Created once for each document. */
const schemasOf = new WeakMap<object, Schemas>()
const NO_SCHEMAS = createSchemas(undefined)

/** Schemas of the matched simulator. */
export function schemasFor(matched: MatchedOperation): Schemas {
  if (!matched) return NO_SCHEMAS
  const { document } = matched.simulator.contract
  const known = schemasOf.get(document) ?? createSchemas(document)
  schemasOf.set(document, known)
  return known
}

export function cleanMessage(
  message: WireMessage,
  matched: MatchedOperation,
  treatment: Treatment,
): CleanMessage {
  const { request, response } = message
  const schemas = schemasFor(matched)
  const asked = matched?.operation.body?.content.find(
    ({ mediaType }) => mediaType === mediaTypeOf(request.headers),
  )
  const answer =
    matched?.operation.answers.get(String(response.status)) ?? matched?.operation.answers.get('default')
  const given = answer?.content.find(({ mediaType }) => mediaType === mediaTypeOf(response.headers))
  // Without a schema nothing is known of a body.
  const siteOf = (pointer: string | undefined) => (pointer === undefined ? undefined : schemas.site(pointer))
  return {
    request: {
      method: request.method,
      path: cleanPath(request.url.pathname, matched, treatment),
      query: cleanQuery(request.url.search.slice(1), matched, treatment),
      headers: cleanHeaders(request.headers, matched, treatment),
      body: cleanBody(request.body, request.headers, siteOf(asked?.schema?.pointer), schemas, treatment),
    },
    response: {
      status: response.status,
      text: response.text,
      headers: cleanHeaders(response.headers, matched, treatment),
      body: cleanBody(response.body, response.headers, siteOf(given?.schema?.pointer), schemas, treatment),
    },
  }
}

function cleanParameter(
  parameter: Parameter,
  text: string,
  matched: MatchedOperation,
  treatment: Treatment,
): string {
  const schemas = schemasFor(matched)
  const site = schemas.site(parameter.schema.pointer, parameter.name)
  if (text === '' || schemas.isFixed(site, text)) return text
  const kind = schemas.kind(site)
  return kind ? treatment.replace(kind, text, schemas.patternOf(site)) : treatment.sweep(text)
}

function cleanPath(path: string, matched: MatchedOperation, treatment: Treatment): string {
  if (!matched) {
    return path
      .split('/')
      .map((part) => coded(part, (text) => cleanStep(text, treatment)))
      .join('/')
  }
  const template = matched.operation.path.split('/')
  const given = path.split('/')
  const before = given.slice(0, given.length - template.length + 1).filter((part) => part !== '')
  const rest = given.slice(-template.length + 1).map((part, index) => {
    const names = [...(template[index + 1] ?? '').matchAll(/\{([^}]*)\}/g)].map(([, name]) => name)
    const parameter =
      names.length === 1 ? parameterNamed(matched.operation, 'path', names[0] ?? '') : undefined
    return coded(part, (text) => (parameter ? cleanParameter(parameter, text, matched, treatment) : text))
  })
  return `/${[...before, ...rest].join('/')}`
}

/** A segment of a path that no contract has: all but plain words and versions is treated as an id. */
function cleanStep(text: string, { replace, sweep }: Treatment): string {
  const swept = sweep(text)
  if (swept !== text) return swept
  const isWord = /^[A-Za-z][A-Za-z._-]*$|^v?\d(?:\.\d)*$/.test(text)
  return isWord || text === '' ? text : replace('id', text)
}

/** Cleans the decoded text. If nothing changes, the part stays as it was written. */
function coded(part: string, clean: (text: string) => string): string {
  const text = decodedSafely(part)
  const cleaned = clean(text)
  return cleaned === text ? part : encodeURIComponent(cleaned)
}

function decodedSafely(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function cleanQuery(query: string, matched: MatchedOperation, treatment: Treatment): string {
  if (query === '') return ''
  return query
    .split('&')
    .map((pair) => {
      const [name = '', value] = pair.split(/=(.*)/s)
      if (value === undefined) return pair
      const plain = decodedSafely(name)
      const parameter = parameterNamed(matched?.operation, 'query', plain)
      const clean = (text: string) => {
        if (parameter) return cleanParameter(parameter, text, matched, treatment)
        return treatment.replace(kindByName(plain) ?? 'secret', text)
      }
      return `${name}=${coded(value.replaceAll('+', '%20'), clean)}`
    })
    .join('&')
}

function cleanHeaders(headers: Headers, matched: MatchedOperation, treatment: Treatment): [string, string][] {
  return headers.map(([name, value]) => [name, cleanHeader(name.toLowerCase(), value, matched, treatment)])
}

function cleanHeader(name: string, value: string, matched: MatchedOperation, treatment: Treatment): string {
  const { replace, sweep } = treatment
  const parameter = parameterNamed(matched?.operation, 'header', name)
  if (parameter) return cleanParameter(parameter, value, matched, treatment)
  switch (name) {
    case 'authorization':
    case 'proxy-authorization':
      return cleanAuthorization(value, treatment)
    case 'cookie':
      return value.replaceAll(/=([^;]*)/g, (_all, secret: string) => `=${replace('secret', secret)}`)
    case 'set-cookie':
      return value.replace(/=([^;]*)/, (_all, secret: string) => `=${replace('secret', secret)}`)
    case 'location':
    case 'content-location':
    case 'link':
      return sweep(value)
    case 'origin':
    case 'referer':
      return replace('url', value)
    default:
      if (HARMLESS.has(name) || HARMLESS_FAMILY.test(name)) return sweep(value)
      return replace('secret', value)
  }
}

/** Client credentials keep their form, so that a reader of the recording sees which kind they are. */
function cleanAuthorization(value: string, { replace }: Treatment): string {
  const [, scheme = '', rest = ''] = /^(\S+)\s+(.*)$/s.exec(value) ?? []
  if (scheme === '') return replace('secret', value)
  if (scheme.toLowerCase() !== 'basic') return `${scheme} ${replace('secret', rest)}`
  const { id, secret = '' } = splitBasicToken(rest)
  const clean = (kind: 'id' | 'secret', text: string) =>
    coded(text, (plain) => (plain ? replace(kind, plain) : plain))
  return `${scheme} ${joinBasicToken({ id: clean('id', id), secret: clean('secret', secret) })}`
}
