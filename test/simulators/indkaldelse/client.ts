/** Calls the service as one of its clients would. */
import { numberOf } from 'tvilling/fixtures'
import type { Door } from '../../doors.ts'

const ORIGIN = 'https://indkaldelse.test'

export const CITIZEN = numberOf('kommune-citizen')
export const DELTAGER = '8a1f6a52-7a0d-4f0e-8d6c-6f1b2c3d4e5f'
export const ANOTHER_DELTAGER = '9b2f7b63-8b1e-4a1f-9e7d-7a2c3d4e5f60'
/** A UUID that the service has given to nothing. */
export const NOTHING = '00000000-0000-4000-8000-000000000000'
export const MEETING = { moedeStarttidspunkt: '2026-02-02T09:00:00+01:00' }

export interface Answer {
  status: number
  headers: Headers
  text: string
  /** Of the errors, in their order; empty when there are none. */
  fejlkoder: number[]
  errors: { fejlkode: number; fejltekst: string; beskrivelse: string }[]
  reason: string | null
}

export interface CallOptions {
  /** Null leaves the header out, as it does for the other headers. */
  cpr?: string | null
  requestId?: string | null
  token?: string | null
  contentType?: string
  /** Sent as it is, instead of the body as JSON. */
  raw?: string | Uint8Array<ArrayBuffer>
}

export interface Caller {
  createIndkaldelse(body?: unknown, options?: CallOptions): Promise<Answer>
  createMyndighedsdeltager(id: string, body: unknown, options?: CallOptions): Promise<Answer>
  updateMyndighedsdeltager(id: string, body: unknown, options?: CallOptions): Promise<Answer>
  deleteMyndighedsdeltager(id: string, indkaldelse: string, options?: CallOptions): Promise<Answer>
  /** Any method and path. */
  call(method: string, path: string, body?: unknown, options?: CallOptions): Promise<Answer>
}

/** The body of a participant; without an answer unless one is given. */
export function deltager(indkaldelseIdentifier: string, more: Record<string, unknown> = {}) {
  return { indkaldelseIdentifier, deltagerrolle: 1, ...more }
}

export function requestToken({ fetch }: Door, form: Record<string, string>, headers = {}): Promise<Response> {
  const body = new URLSearchParams(form)
  return fetch(`${ORIGIN}/connect/token`, { method: 'POST', body, headers })
}

export async function tokenOf(door: Door, client: string, secret = client): Promise<string> {
  const form = { grant_type: 'client_credentials', client_id: client, client_secret: secret }
  const { access_token } = (await (await requestToken(door, form)).json()) as { access_token: string }
  return access_token
}

const calls = new WeakMap<Door, number>()

/** A request id that no call through this door has had. */
export function freshRequestId(door: Door): string {
  const count = (calls.get(door) ?? 0) + 1
  calls.set(door, count)
  return `request-${count}`
}

/** Fetches a token and calls with it, for `CITIZEN` and with a fresh request id, by default. */
export async function callerAs(door: Door, client = 'tvilling'): Promise<Caller> {
  const ownToken = await tokenOf(door, client)

  async function call(method: string, path: string, body?: unknown, options: CallOptions = {}) {
    const { cpr = CITIZEN, token = ownToken, contentType = 'application/json', raw } = options
    const requestId = options.requestId === undefined ? freshRequestId(door) : options.requestId
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    const headers = {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      ...(cpr !== null && { 'x-civilregistrationIdentifier': cpr }),
      ...(requestId !== null && { 'x-requestId': requestId }),
      ...(content !== undefined && { 'content-type': contentType }),
    }
    const init = { method, headers, ...(content !== undefined && { body: content }) }
    return read(await door.fetch(`${ORIGIN}${path}`, init))
  }

  const path = (id: string) => `/v2/Indkaldelse/myndighedsdeltager/${id}`
  return {
    call,
    createIndkaldelse: (body = MEETING, options) => call('POST', '/v2/Indkaldelse', body, options),
    createMyndighedsdeltager: (id, body, options) => call('POST', path(id), body, options),
    updateMyndighedsdeltager: (id, body, options) => call('PUT', path(id), body, options),
    deleteMyndighedsdeltager: (id, indkaldelse, options) =>
      call('DELETE', `${path(id)}/indkaldelse/${indkaldelse}`, undefined, options),
  }
}

/** The id of a new indkaldelse. */
export async function newIndkaldelse(caller: Caller, cpr = CITIZEN): Promise<string> {
  const { text } = await caller.createIndkaldelse(MEETING, { cpr })
  return JSON.parse(text) as string
}

/** All operations on citizens, each with valid input. */
export function everyOperation(caller: Caller): Record<string, (options?: CallOptions) => Promise<Answer>> {
  return {
    createIndkaldelse: (options) => caller.createIndkaldelse(MEETING, options),
    createMyndighedsdeltager: (options) =>
      caller.createMyndighedsdeltager(DELTAGER, deltager(NOTHING), options),
    updateMyndighedsdeltager: (options) =>
      caller.updateMyndighedsdeltager(
        DELTAGER,
        deltager(NOTHING, { myndighedsrepraesentantenDeltager: true }),
        options,
      ),
    deleteMyndighedsdeltager: (options) => caller.deleteMyndighedsdeltager(DELTAGER, NOTHING, options),
  }
}

async function read(response: Response): Promise<Answer> {
  const text = await response.text()
  const parsed = text.startsWith('{') ? (JSON.parse(text) as { errors?: Answer['errors'] }) : {}
  const errors = parsed.errors ?? []
  return {
    status: response.status,
    headers: response.headers,
    text,
    errors,
    fejlkoder: errors.map(({ fejlkode }) => fejlkode),
    reason: response.headers.get('x-tvilling-reason'),
  }
}
