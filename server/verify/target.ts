/** Sends requests to the implementation under test. */
import type { Operation } from '../../src/contract/contract.ts'
import { UsageError } from '../../src/control/usage-error.ts'
import { Mismatch } from '../../src/simulator/check.ts'
import type { Call, TargetExchange } from '../../src/simulator/verification.ts'
import { NOT_ASSUMED } from './not-assumed.ts'
import type { ServedNames } from './served-names.ts'

export interface TargetOptions {
  /** What members are called there. */
  names: Pick<ServedNames, 'call' | 'answer'>
  /** Origin, possibly with a path, that precedes the contract's paths. */
  url: string
  /** The same for token operations, if they are at another place. */
  tokenUrl?: string | undefined
  /** Sends a request; a test gives its own function. */
  fetch: (url: string, init: RequestInit) => Promise<Response>
}

export interface Target {
  /** @throws Mismatch if the connection breaks, UsageError if there is none before the first answer. */
  send(call: Call, operation: Operation, authorization: string | undefined): Promise<TargetExchange>
}

export function createTarget({ names, url, tokenUrl, fetch }: TargetOptions): Target {
  const base = (operation: Operation) =>
    (operation.scopes === undefined ? (tokenUrl ?? url) : url).replace(/\/+$/, '')

  let answered = false

  return {
    async send(wanted, operation, authorization) {
      const call = names.call(wanted, operation)
      const sent = await encode(call, operation)
      const { headers } = sent
      if (authorization !== undefined) headers['authorization'] = authorization
      const method = call.method ?? operation.method
      const address = `${base(operation)}${call.unknownPath ?? fill(operation.path, call.path)}${queryOf(call.query)}`
      const isOfOperation = call.method === undefined && call.unknownPath === undefined
      const request = { method, url: address, headers, body: shown(sent.body) }
      const init: RequestInit = {
        method,
        headers,
        redirect: 'manual',
        ...(sent.body !== undefined && { body: sent.body }),
      }
      try {
        const read = await readAnswer(await fetch(address, init))
        answered = true
        const body = names.answer(operation, read.status, read.body)
        const response = { ...read, body, served: read.body }
        return { operation: isOfOperation ? operation.id : undefined, request, response }
      } catch (error) {
        const { message, cause } = error as Error
        const { code, message: reason = '' } = (cause ?? {}) as Partial<NodeJS.ErrnoException>
        if (!answered && NOBODY_THERE.test(code ?? reason)) {
          throw new UsageError(
            `Nothing answers at ${base(operation)} (${code ?? reason}). Start the server, or name where it is.`,
            409,
          )
        }
        const why = cause instanceof Error ? `${message}: ${cause.message}` : message
        const details = { ground: NOT_ASSUMED }
        throw new Mismatch(`${method} ${address} got no answer: ${why}`, undefined, details)
      }
    },
  }
}

/** Codes of a connection that was not made; one that breaks later is the target's mistake. */
const NOBODY_THERE =
  /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|bad port|.*(?:CERT|SIGNED).*)$/

function fill(path: string, values: Record<string, string> = {}): string {
  return path.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? 'x'))
}

function queryOf(query: Record<string, string> | undefined): string {
  const text = new URLSearchParams(query).toString()
  return text && `?${text}`
}

type Body = Uint8Array<ArrayBuffer> | string

/** The encoded body, and the headers with its `Content-Type` if it has one. */
async function encode(
  call: Call,
  operation: Operation,
): Promise<{ body: Body | undefined; headers: Record<string, string> }> {
  const headers: Record<string, string> = { accept: '*/*', ...call.headers }
  if (call.raw) {
    const { content, type } = call.raw
    if (type !== undefined) headers['content-type'] = type
    return { body: typeof content === 'string' ? Buffer.from(content) : content, headers }
  }
  if (call.body === undefined) return { body: undefined, headers }
  const mediaType = operation.body?.content[0]?.mediaType ?? 'application/json'
  if (mediaType === 'multipart/form-data') {
    const encoded = new Response(formOf(call.body as Record<string, unknown>))
    headers['content-type'] = encoded.headers.get('content-type') ?? mediaType
    return { body: new Uint8Array(await encoded.arrayBuffer()), headers }
  }
  headers['content-type'] = mediaType
  return mediaType === 'application/x-www-form-urlencoded'
    ? { body: new URLSearchParams(call.body as Record<string, string>).toString(), headers }
    : { body: JSON.stringify(call.body), headers }
}

function formOf(members: Record<string, unknown>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(members)) {
    form.append(
      name,
      value instanceof File ? value : new File([String(value)], `${name}.csv`, { type: 'text/csv' }),
    )
  }
  return form
}

function shown(body: Body | undefined): string {
  if (body === undefined) return ''
  return typeof body === 'string' ? body : Buffer.from(body.subarray(0, 2_000)).toString('utf8')
}

async function readAnswer(response: Response): Promise<Omit<TargetExchange['response'], 'served'>> {
  const bytes = new Uint8Array(await response.arrayBuffer())
  const headers = Object.fromEntries(response.headers)
  const isText = /\b(?:json|text|xml)\b/.test(headers['content-type'] ?? '')
  const text = isText || bytes.length === 0 ? Buffer.from(bytes).toString('utf8') : `(${bytes.length} bytes)`
  return { status: response.status, headers, body: parse(bytes, text, headers['content-type']), text }
}

function parse(bytes: Uint8Array, text: string, type = ''): unknown {
  if (bytes.length === 0) return undefined
  if (!/\bjson\b/.test(type)) return bytes
  try {
    return JSON.parse(text)
  } catch {
    return bytes
  }
}
