/** A request to the twin, as the application under test sends it. */
import { UsageError } from '../../../src/control/usage-error.ts'
import { shortened } from '../bounds.ts'
import { defineTool } from '../tool.ts'
import type { Twin } from '../twin.ts'
import { count, record, text } from './schemas.ts'

/** Characters of a body that are shown. */
const LONGEST_BODY = 20_000

/** Codes of connections that nobody accepted; all others are of connections that broke. */
const NOT_ACCEPTED: ReadonlySet<unknown> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EHOSTUNREACH'])

interface Part {
  name: string
  value: string
  filename?: string
  type?: string
}

export const request = defineTool('request', {
  title: 'Try a request',
  description:
    'Sends one request to the twin and shows the answer, with the headers that explain it (x-tvilling-operation, x-tvilling-reason, x-tvilling-evidence, x-tvilling-exchange). It reaches the twin only, never the real provider. Redirects are not followed. A declared delay passes on the clock of the twin, so the tool waits until clock_advance is called meanwhile. Bodies are cut after 20,000 characters.',
  effect: 'acts',
  input: {
    method: {
      enum: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      default: 'GET',
      description: 'HTTP method',
    },
    url: {
      type: 'string',
      minLength: 1,
      description:
        'URL of the provider (twin_address tells its origins, simulator_read its paths), or only the path with the query',
    },
    client: {
      ...text,
      optional: true,
      description:
        'OAuth client whose bearer token is sent, such as tvilling, which may do everything. Left out: headers as given',
    },
    headers: {
      type: 'object',
      additionalProperties: { type: 'string' },
      default: {},
      description: 'Headers by name',
    },
    json: { optional: true, description: 'Body as a JSON value; sets content-type' },
    body: { ...text, optional: true, description: 'Body as it is sent' },
    form: {
      type: 'object',
      additionalProperties: { type: 'string' },
      optional: true,
      description: 'Fields of a form (application/x-www-form-urlencoded), as token requests have it',
    },
    multipart: {
      type: 'array',
      items: {
        type: 'object',
        properties: { name: text, value: text, filename: text, type: text },
        required: ['name', 'value'],
        additionalProperties: false,
      },
      optional: true,
      description: 'Parts of multipart/form-data; one with a filename is a file',
    },
  },
  output: {
    status: { type: ['integer', 'null'], description: 'HTTP status; null if the connection broke' },
    headers: record,
    body: text,
    bodyLength: { ...count, description: 'Bytes of the whole body' },
    broken: {
      type: ['string', 'null'],
      description: 'How the connection broke, such as by a declared fault',
    },
  },
  async run({ method, url, client, headers, multipart, ...bodies }, { twin, signal }) {
    const { path, host } = targetOf(url, twin)
    const sent = new Headers(headersOf(headers))
    // As a proxy tells it: environments are told apart by the host that is called.
    if (host !== undefined) sent.set('x-forwarded-host', host)
    if (client !== undefined) sent.set('authorization', `Bearer ${await tokenOf(client, twin)}`)
    const body = bodyOf({ ...bodies, multipart: multipart as unknown as Part[] | undefined }, sent)
    if (body !== undefined && (method === 'GET' || method === 'HEAD')) {
      throw new UsageError(`A ${method} request has no body: leave it out, or choose another method.`)
    }
    let answer: Response
    try {
      const init: RequestInit = { method, headers: sent, redirect: 'manual', signal }
      answer = await fetch(`${twin.url}${path}`, body === undefined ? init : { ...init, body })
      const bytes = Buffer.from(await answer.arrayBuffer())
      const shown = shownBody(bytes, answer.headers.get('content-type') ?? '')
      return {
        text: `${method} ${path} -> ${answer.status}`,
        data: {
          status: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: shown,
          bodyLength: bytes.length,
          broken: null,
        },
      }
    } catch (error) {
      if (signal.aborted || !(error instanceof TypeError)) throw error
      const { code, message } = (error.cause ?? error) as NodeJS.ErrnoException
      if (NOT_ACCEPTED.has(code)) throw error
      return {
        text: `${method} ${path} -> the connection broke`,
        data: { status: null, headers: {}, body: '', bodyLength: 0, broken: code ?? message },
      }
    }
  },
})

/** The path with its query, and the host if the URL has the provider's. */
function targetOf(url: string, twin: Twin): { path: string; host: string | undefined } {
  const whole = /^https?:\/\//.test(url)
  if (!whole && !url.startsWith('/')) {
    throw new UsageError(`"url" is a URL of the provider, or a path that begins with /, not "${url}".`)
  }
  if (whole && !URL.canParse(url)) throw new UsageError(`"${url}" is no URL.`)
  const own = new URL(twin.url)
  const { host, pathname, search } = new URL(url, own)
  // A URL of the twin itself may have the tenant's prefix already.
  const path =
    host === own.host && pathname.startsWith(`${own.pathname}/`)
      ? pathname.slice(own.pathname.length)
      : pathname
  const bare = own.pathname === '/' ? pathname : path
  if (/^\/+_tvilling(?:\/|$)/.test(bare)) {
    throw new UsageError(
      'The twin is controlled with the other tools: this one sends requests of an application.',
    )
  }
  return { path: `${bare}${search}`, host: whole && host !== own.host ? host : undefined }
}

function headersOf(headers: Record<string, unknown>): Record<string, string> {
  try {
    new Headers(headers as Record<string, string>)
  } catch (error) {
    throw new UsageError(`"headers" cannot be sent: ${(error as Error).message}.`)
  }
  return headers as Record<string, string>
}

/** A token that the twin accepts from now on as one of the client. */
async function tokenOf(client: string, { control }: Twin): Promise<string> {
  const token = `mcp-${client.replaceAll(/[^\w.-]/g, '-')}`
  await control.tokens.accept({ token, client })
  return token
}

interface Bodies {
  json?: unknown
  body?: string | undefined
  form?: Record<string, unknown> | undefined
  multipart?: Part[] | undefined
}

function bodyOf(
  { json, body, form, multipart }: Bodies,
  headers: Headers,
): string | URLSearchParams | FormData | undefined {
  const given = Object.entries({ json, body, form, multipart }).filter(([, value]) => value !== undefined)
  if (given.length > 1) {
    throw new UsageError(`A request has one body: give ${given.map(([name]) => `"${name}"`).join(' or ')}.`)
  }
  if (json !== undefined) {
    if (!headers.has('content-type')) headers.set('content-type', 'application/json')
    return JSON.stringify(json)
  }
  if (form) return new URLSearchParams(form as Record<string, string>)
  if (!multipart) return body
  const data = new FormData()
  for (const { name, value, filename, type } of multipart) {
    if (filename === undefined && type === undefined) data.append(name, value)
    else data.append(name, new Blob([value], { type: type ?? '' }), filename)
  }
  return data
}

function shownBody(bytes: Buffer, type: string): string {
  const isText = bytes.length === 0 || /\b(?:json|text|xml|csv|x-www-form-urlencoded)\b/.test(type)
  return isText
    ? shortened(bytes.toString('utf8'), LONGEST_BODY)
    : `(${bytes.length} bytes of ${type || 'unknown type'})`
}
