/** A small client of the organization session, as a user would write one. */
import { organizationNumberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import type { components } from '../../../contracts/organization-session/types.gen.ts'
import type { Door } from '../../doors.ts'
import { type Receiver, startReceiver } from '../../receiver.ts'

type Schemas = components['schemas']

export const ORIGIN = 'https://aml.bankidapis.no'
export const TOKEN = 'https://auth.bankid.no/auth/realms/prod/protocol/openid-connect/token'
export const FULL = organizationNumberOf('norwegian-full')
export const EVENTS: Schemas['WebhookStatus'][] = ['JsonDataReady', 'ReportReady', 'AllDone', 'Failed']
export const EXPANDS: Schemas['Expand'][] = [
  'keyInformation.lei',
  'address',
  'financials.accounting',
  'financials.keyFigures',
  'financials.auditor',
  'financials.accountant',
  'ownership.beneficials',
  'ownership.subsidiaries',
  'ownership.shareholders',
  'ownership.indicators',
  'authorities',
  'roles',
  'sanction',
]
/** A session id that was never given out. */
export const NO_SESSION = '00000000-0000-4000-8000-000000000000'

// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was answered
type Json = any

export interface Answer {
  status: number
  headers: Headers
  body: Json
}

export interface CallOptions {
  /** Null sends none. */
  token?: string | null
  /** Sent as it is. */
  raw?: string
  contentType?: string
}

export interface Client {
  call(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Answer>
  create(body?: Record<string, unknown>, country?: string): Promise<Answer>
  /** Creates a session, which must succeed, and gives its id. */
  session(body?: Record<string, unknown>, country?: string): Promise<string>
  status(id: string, country?: string): Promise<Answer>
  result(id: string, country?: string): Promise<Answer>
  report(id: string, report: string, country?: string): Promise<Answer & { bytes: Uint8Array }>
}

/** Asks for a token as a client of an OIDC provider does. */
export async function requestToken(
  { fetch }: Pick<Door, 'fetch'>,
  form: Record<string, string>,
  headers: Record<string, string> = {},
  url = TOKEN,
): Promise<Answer> {
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(form), headers })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

export async function tokenOf(door: Pick<Door, 'fetch'>, id: string, scope?: string, secret = id) {
  const credentials = { client_id: id, client_secret: secret }
  const form = { grant_type: 'client_credentials', ...credentials, ...(scope !== undefined && { scope }) }
  const { status, body } = await requestToken(door, form)
  expect(status).toBe(200)
  return body.access_token as string
}

/** Calls as a ready-made client, with a fresh token each time by default. */
export function clientOf(door: Pick<Door, 'fetch'>, id = 'tvilling', scope?: string): Client {
  async function send(method: string, path: string, body: unknown, options: CallOptions) {
    const { token = await tokenOf(door, id, scope), raw, contentType = 'application/json' } = options
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    const headers = {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(content !== undefined && { 'content-type': contentType }),
    }
    const init = { method, headers, ...(content !== undefined && { body: content }) }
    const response = await door.fetch(`${ORIGIN}${path}`, init)
    return { response, bytes: new Uint8Array(await response.arrayBuffer()) }
  }

  const call: Client['call'] = async (method, path, body, options = {}) => {
    const { response, bytes } = await send(method, path, body, options)
    return read(response, bytes)
  }
  const create: Client['create'] = (body = {}, country = 'no') =>
    call('POST', `/organization/session/${country}`, { identifier: FULL, ...body })
  return {
    call,
    create,
    async session(body, country) {
      const created = await create(body, country)
      expect(created.status).toBe(201)
      return created.body.sessionId
    },
    status: (id, country = 'no') => call('GET', `/organization/session/${country}/${id}`),
    result: (id, country = 'no') => call('GET', `/organization/session/${country}/${id}/result`),
    async report(id, report, country = 'no') {
      const path = `/organization/session/${country}/${id}/reports/${report}`
      const { response, bytes } = await send('GET', path, undefined, {})
      return { ...read(response, bytes), bytes }
    },
  }
}

function read({ status, headers }: Response, bytes: Uint8Array): Answer {
  const isJson = /\bjson\b/.test(headers.get('content-type') ?? '')
  return { status, headers, body: isJson ? JSON.parse(Buffer.from(bytes).toString()) : undefined }
}

/** The JSON of a session, once it is ready. */
export async function resultOf(
  door: Door,
  body: Record<string, unknown>,
  country = 'no',
  client = clientOf(door),
): Promise<Json> {
  const id = await client.session(body, country)
  await door.control.clock.advance('PT10S')
  const result = await client.result(id, country)
  expect(result.status).toBe(200)
  return result.body
}

/** Runs something with a webhook receiver that is closed afterwards. */
export async function withReceiver(run: (receiver: Receiver) => Promise<void>): Promise<void> {
  const receiver = await startReceiver()
  try {
    await run(receiver)
  } finally {
    await receiver.close()
  }
}
