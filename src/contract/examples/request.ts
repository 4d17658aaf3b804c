/** Requests that a contract takes. */
import { UsageError } from '../../control/usage-error.ts'
import type { Random } from '../../harness/random.ts'
import { basicAuthorization } from '../../http/basic-credentials.ts'
import { credentialPlaces } from '../../http/credentials.ts'
import type { ApiRequest } from '../../http/messages.ts'
import type { Operation, Parameter } from '../contract.ts'
import { preferred, type Source, valuesAt } from './answer.ts'

/** What of a request is known; the rest is made. */
export interface KnownRequest {
  params?: Record<string, string | number>
  query?: Record<string, string | number | boolean>
  headers?: Record<string, string>
  body?: object
}

/** The client that every simulator with tokens has. */
const READY_MADE = { id: 'tvilling', secret: 'tvilling' }
const LARGEST_BODY = 10 * 1024 * 1024

/**
 * A request of an operation: with the parameters that it demands, a body if it takes one, and some credential.
 * @throws UsageError when none could be made that is valid.
 */
export async function makeRequest(
  source: Source,
  operation: Operation,
  random: Random,
  known: KnownRequest = {},
): Promise<Request> {
  const headers: Record<string, string> = {}
  const query = new URLSearchParams()
  const path: Record<string, string> = {}
  for (const parameter of operation.parameters) {
    if (!parameter.required) continue
    const texts = parameterTexts(source, operation, parameter, random)
    if (parameter.in === 'query') for (const text of texts) query.append(parameter.name, text)
    else if (parameter.in === 'header') headers[parameter.name] = texts.join()
    else path[parameter.name] = texts.join()
  }
  for (const { in: place, name, prefix } of credentialPlaces(source.contract.document, operation)) {
    const text = prefix === 'Basic' ? basicAuthorization(READY_MADE) : `${prefix} tvilling`.trim()
    if (place === 'query') query.set(name, text)
    else if (place === 'cookie') headers['cookie'] = `${name}=${text}`
    else headers[name] = text
  }
  for (const [name, value] of Object.entries(known.query ?? {})) query.set(name, String(value))
  Object.assign(path, known.params)
  Object.assign(headers, known.headers)
  const [host = 'simulator.example'] = source.contract.hosts.keys()
  const written = operation.path.replaceAll(/\{([^}]+)\}/g, (_all, name: string) =>
    encodeURIComponent(String(path[name] ?? name)),
  )
  const url = `https://${host}${written}${query.size > 0 ? `?${query}` : ''}`
  const { method } = operation
  const body = await makeBody(source, operation, random, headers, known.body)
  return new Request(url, { method, headers, ...(body !== undefined && { body }) })
}

function parameterTexts(
  source: Source,
  operation: Operation,
  parameter: Parameter,
  random: Random,
): string[] {
  const { name, separator } = parameter
  for (const value of valuesAt(source, parameter.schema, random, name)) {
    const values = Array.isArray(value) ? value.map(String) : [String(value)]
    const texts = separator === undefined || separator === 'repeated' ? values : [values.join(separator)]
    // A segment of a path cannot be empty.
    if (parameter.in === 'path' && texts.join() === '') continue
    if (isTaken(source, operation, parameter, texts)) return texts
  }
  throw new UsageError(
    `${operation.id}: no value could be made for its parameter ${name}. Write an "example".`,
  )
}

/** Whether the validator takes texts for a parameter, as it reads them from a request. */
function isTaken(
  { validator }: Source,
  operation: Operation,
  parameter: Parameter,
  texts: readonly string[],
): boolean {
  const query = new URLSearchParams(texts.map((text): [string, string] => [parameter.name, text])).toString()
  const request: ApiRequest = {
    method: operation.method,
    path: operation.path,
    query: parameter.in === 'query' ? query : '',
    headers: parameter.in === 'header' ? { [parameter.name.toLowerCase()]: texts.join() } : {},
  }
  const path = parameter.in === 'path' ? { [parameter.name]: texts.join() } : {}
  return !('failure' in validator.parameters({ ...operation, parameters: [parameter] }, path, request))
}

async function makeBody(
  source: Source,
  operation: Operation,
  random: Random,
  headers: Record<string, string>,
  known: object | undefined,
): Promise<string | FormData | undefined> {
  const content = operation.body && preferred(operation.body.content)
  if (!content) return undefined
  if (content.mediaType === 'multipart/form-data') {
    const [value = {}] = valuesAt(source, content.schema, random)
    return formOf({ ...(value as object), ...known })
  }
  headers['content-type'] ??= content.mediaType
  const path = Object.fromEntries(operation.parameters.map(({ name }) => [name, '']))
  let why = 'it has no schema'
  for (const value of valuesAt(source, content.schema, random)) {
    const whole = known && typeof value === 'object' ? { ...value, ...known } : value
    const text = encode(content.mediaType, whole)
    const request = {
      method: operation.method,
      path: operation.path,
      query: '',
      headers: { ...path, 'content-type': content.mediaType },
      body: Buffer.from(text),
    }
    const read = await source.validator.body(operation, request, { limit: LARGEST_BODY })
    if (!('failure' in read)) return text
    why =
      read.failure.kind === 'violations'
        ? read.failure.violations.map(({ field, message }) => `${field || 'body'} ${message}`).join('; ')
        : read.failure.kind
  }
  if (!content.schema) return encode(content.mediaType, known ?? {})
  throw new UsageError(`${operation.id}: no body could be made (${why}). Write an "example" in the contract.`)
}

function encode(mediaType: string, value: unknown): string {
  if (mediaType === 'application/x-www-form-urlencoded') {
    const entries = Object.entries(value as object).map(([name, member]): [string, string] => [
      name,
      asText(member),
    ])
    return new URLSearchParams(entries).toString()
  }
  return typeof value === 'string' && !/json/i.test(mediaType) ? value : JSON.stringify(value)
}

function formOf(value: object): FormData {
  const form = new FormData()
  for (const [name, member] of Object.entries(value)) form.set(name, asText(member))
  return form
}

const asText = (value: unknown) => (typeof value === 'object' ? JSON.stringify(value) : String(value))
