/** A small client of Consumer Intelligence, as a user would write one. */
import { createHmac } from 'node:crypto'
import { expect } from 'vitest'
import type { components } from '../../../contracts/consumer-intelligence/types.gen.ts'
import type { Door } from '../../doors.ts'
import { type Received, type Receiver, startReceiver } from '../../receiver.ts'

type Schemas = components['schemas']

export const PRODUCTION = 'https://api.bisnode.com'
export const SANDBOX = 'https://sandbox-api.bisnode.com'
export const TOKEN = 'https://login.bisnode.com/as/token.oauth2'
export const SANDBOX_TOKEN = 'https://login.bisnode.com/sandbox/v1/token.oauth2'

// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was answered
type Json = any

export interface Answer {
  status: number
  headers: Headers
  body: Json
}

export interface Client {
  token: string
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  upload(...consumers: Partial<Schemas['ConsumerUpload']>[]): Promise<Answer>
  consumers(query?: string): Promise<Schemas['ConsumerPage']>
  subscribed(query?: string): Promise<Schemas['PersonPage']>
  audit(query?: string): Promise<Schemas['AuditEventPage']>
  createWebhook(url: string, events?: string[]): Promise<Schemas['CreatedWebhook']>
}

/** Asks for a token as the provider documents it. */
export function requestToken(
  { fetch }: Pick<Door, 'fetch'>,
  id: string,
  { url = TOKEN, secret = id, form = 'grant_type=client_credentials&scope=bci' } = {},
): Promise<Answer> {
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
  const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' }
  return fetch(url, { method: 'POST', headers, body: form }).then(read)
}

/** Logs a ready-made client in; its environment follows from its name. */
export async function logIn(door: Pick<Door, 'fetch'>, id = 'tvilling', form?: string): Promise<Client> {
  const sandbox = id.includes('sandbox')
  const granted = await requestToken(door, id, {
    url: sandbox ? SANDBOX_TOKEN : TOKEN,
    ...(form && { form }),
  })
  expect(granted.status).toBe(200)
  return clientWith(door, granted.body.access_token, sandbox ? SANDBOX : PRODUCTION)
}

/** A client with a token of one's choice. */
export function clientWith({ fetch }: Pick<Door, 'fetch'>, token: string, origin = PRODUCTION): Client {
  const call: Client['call'] = async (method, path, body, headers = {}) => {
    const whole = path.startsWith('/consumer-intelligence') ? path : `/consumer-intelligence/v3${path}`
    const response = await fetch(`${origin}${whole}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return read(response)
  }
  const list = async (path: string, query: string) => {
    const answer = await call('GET', `${path}?${query}`)
    expect(answer.status).toBe(200)
    return answer.body
  }
  return {
    token,
    call,
    upload: (...consumers) =>
      call(
        'POST',
        '/consumers',
        consumers.map((consumer) => ({ market: 'SE', data: {}, ...consumer })),
      ),
    consumers: (query = '') => list('/consumers', query),
    subscribed: (query = '') => list('/subscriptions/persons', query),
    audit: (query = '') => list('/audit-events', query),
    async createWebhook(url, events = ['*']) {
      const created = await call('POST', '/webhooks', { url, events })
      expect(created.status).toBe(201)
      return created.body
    },
  }
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : undefined }
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

/** Types of the events that a receiver got, in order. */
export const typesOf = (events: readonly { type?: unknown; body?: Record<string, unknown> }[]) =>
  events.map((event) => event.body?.['type'] ?? event.type)

/** Whether a message bears the signature that its webhook's secret makes (CI-26). */
export function isSigned({ headers, raw }: Received, secret: string): boolean {
  const signed = `${headers['ci-signature-timestamp']}.${raw}`
  return headers['ci-signature-sha256'] === createHmac('sha256', secret).update(signed).digest('hex')
}

/** Long enough for an uploaded consumer to be identified, or not. */
export const IDENTIFICATION = 'PT90S'
