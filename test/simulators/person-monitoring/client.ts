/** A small client of Person Register Monitoring, as a user would write one. */
import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import type { components } from '../../../contracts/person-monitoring/types.gen.ts'
import type { Door } from '../../doors.ts'
import { type Receiver, startReceiver } from '../../receiver.ts'

type Bundle = components['schemas']['Bundle']

const ORIGIN = 'https://api.roaring.io'
export const BUNDLES = '/se/person/monitoring/1.0/bundles'
export const bundlePath = (id: string) => `/se/person/monitoring/1.0/bundle/${id}`

export const PERSON = numberOf('legal-id')
export const OTHER = numberOf('name-and-address')
export const CSV = `personalNumber\n${PERSON}\n${OTHER}\n`
export const JSON_FILE = JSON.stringify([PERSON, OTHER])

// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was answered
type Json = any

export interface Answer {
  status: number
  headers: Headers
  body: Json
  reason: string | null
}

export interface Upload {
  type?: string
  name?: string
}

export interface Client {
  call(
    method: string,
    path: string,
    init?: { body?: NonNullable<RequestInit['body']>; headers?: object },
  ): Promise<Answer>
  bundles(): Promise<Bundle[]>
  bundle(id?: string): Promise<Bundle | undefined>
  /** Uploads a file as a browser's FormData does. */
  update(content: string | Uint8Array<ArrayBuffer>, file?: Upload, id?: string): Promise<Answer>
  /** Sends a body of one's own making. */
  send(contentType: string, body: string | Uint8Array<ArrayBuffer>, id?: string): Promise<Answer>
}

/** Asks for a token as the provider documents it. */
export async function requestToken(
  { fetch }: Pick<Door, 'fetch'>,
  id: string,
  { secret = id, form = 'grant_type=client_credentials' } = {},
): Promise<Answer> {
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`
  const headers = { authorization, 'content-type': 'application/x-www-form-urlencoded' }
  return read(await fetch(`${ORIGIN}/token`, { method: 'POST', headers, body: form }))
}

export async function logIn(door: Pick<Door, 'fetch'>, id = 'tvilling', secret = id): Promise<Client> {
  const granted = await requestToken(door, id, { secret })
  expect(granted.status).toBe(200)
  return clientWith(door, `Bearer ${granted.body.access_token}`)
}

/** A client with an Authorization header of one's choice, or none. */
export function clientWith({ fetch }: Pick<Door, 'fetch'>, authorization?: string): Client {
  const call: Client['call'] = async (method, path, { body, headers } = {}) => {
    const init = {
      method,
      headers: { ...(authorization !== undefined && { authorization }), ...headers },
      ...(body !== undefined && { body }),
    }
    return read(await fetch(`${ORIGIN}${path}`, init))
  }
  const bundles = async () => {
    const answer = await call('GET', BUNDLES)
    expect(answer.status).toBe(200)
    return answer.body.bundles as Bundle[]
  }
  return {
    call,
    bundles,
    bundle: async (id = 'b1') => (await bundles()).find((bundle) => bundle.id === id),
    update(content, { type = 'text/csv', name = 'persons.csv' } = {}, id = 'b1') {
      const body = new FormData()
      body.append('file', new Blob([content], { type }), name)
      return call('PUT', bundlePath(id), { body })
    },
    send: (contentType, body, id = 'b1') =>
      call('PUT', bundlePath(id), { body, headers: { 'content-type': contentType } }),
  }
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text()
  return {
    status: response.status,
    headers: response.headers,
    body: text ? JSON.parse(text) : undefined,
    reason: response.headers.get('x-tvilling-reason'),
  }
}

/** As many valid personal numbers as are wanted, of the series for tests. */
export async function manyNumbers({ control }: Door, count: number): Promise<string[]> {
  const client = 'tvilling-no-webhooks'
  await control.scenarios.load('bundle-sent-in', { client, id: 'source', count })
  const numbers: string[] = []
  let after: string | undefined
  do {
    const query = { limit: 1_000, ...(after && { after }) }
    const page = await control.state.page('person-monitoring', 'uploadedDays', query)
    numbers.push(...page.items.flatMap(({ value }) => value['numbers'] as string[]))
    after = page.next ?? undefined
  } while (after)
  return numbers
}

/** Runs something with a receiver that is registered as a webhook, and closed afterwards. */
export async function withWebhook(
  door: Door,
  run: (receiver: Receiver & { secret: string }) => Promise<void>,
  parameters: Record<string, unknown> = {},
): Promise<void> {
  const receiver = await startReceiver()
  try {
    const { url } = receiver
    const { secret } = await door.control.scenarios.load('monitoring-webhook-registered', {
      url,
      ...parameters,
    })
    await run({ ...receiver, secret: String(secret) })
  } finally {
    await receiver.close()
  }
}

/** A move of a person within Sweden. */
export const MOVE = {
  address: { streetName: 'Nygatan', streetNumber: '7', postalCode: '90325', city: 'Umeå' },
}

/** The phases of the messages that a receiver got, in order. */
export const phasesOf = ({ received }: Receiver) => received.map(({ body }) => body['requestType'])
