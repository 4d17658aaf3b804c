/** Sends the request of a pair to a running server, in the state and with the token that it needs. */
import type { Control, Simulator } from 'tvilling'
import type { Operation } from '../../../src/contract/contract.ts'
import { basicAuthorization } from '../../../src/http/basic-credentials.ts'
import type { ExamplePair } from './read-pairs.ts'

export interface PairRequest {
  method: string
  /** Path and query. */
  target: string
  headers: Record<string, string>
  body: string | FormData | undefined
}

export interface PairAnswer {
  status: number
  headers: Record<string, string>
  bytes: Uint8Array
}

/** Puts the server into the state of the pair: its start, and the scenario after that. */
export async function enterState(control: Control, { scenario }: ExamplePair): Promise<void> {
  await control.reset()
  if (scenario) await control.scenarios.load(scenario.name, scenario.parameters)
}

/** The Authorization header that an operation needs; undefined if it needs none. */
export async function authorizationFor(
  origin: string,
  simulator: Simulator,
  operation: Operation,
  pairs: readonly ExamplePair[],
  client: string | null | undefined,
): Promise<string | undefined> {
  const { clients = [], tokenOperations = [] } = simulator.definition
  if (client === null) return undefined
  const ofEnvironment = clients.find(({ environment }) => environment === operation.environment)
  const id = client ?? (operation.environment === undefined ? clients[0]?.id : ofEnvironment?.id)
  const known = clients.find((each) => each.id === id)
  if (!known) return undefined
  const basic = basicAuthorization({ id: known.id, secret: known.secret })
  if (tokenOperations.includes(operation.id)) return basic
  if (operation.scopes === undefined) return undefined
  const login = pairs.find(
    ({ operation: { id, environment }, status }) =>
      tokenOperations.includes(id) &&
      status === 200 &&
      (environment === undefined || environment === known.environment),
  )
  if (!login) throw new Error(`${simulator.name} has no pair of a token request for ${known.id}.`)
  const answer = await send(origin, requestOf(login, basic))
  const { access_token: token } = (jsonOf(answer) ?? {}) as { access_token?: string }
  if (token === undefined) throw new Error(`${known.id} got no token: ${answer.status} ${textOf(answer)}`)
  return `Bearer ${token}`
}

export function requestOf(pair: ExamplePair, authorization: string | undefined): PairRequest {
  const headers: Record<string, string> = {}
  if (authorization !== undefined && !namesClient(pair.body?.value)) headers['authorization'] = authorization
  const query = new URLSearchParams()
  let path = pair.operation.path
  for (const { parameter, value } of pair.parameters) {
    const values = [value].flat().map(String)
    if (parameter.in === 'path') path = path.replace(`{${parameter.name}}`, encodeURIComponent(values.join()))
    else if (parameter.in === 'header') headers[parameter.name.toLowerCase()] = values.join()
    else if (parameter.separator === 'repeated') for (const each of values) query.append(parameter.name, each)
    else query.set(parameter.name, values.join(parameter.separator))
  }
  const body = pair.body && encode(pair.body.mediaType, pair.body.value)
  if (pair.body && typeof body === 'string') headers['content-type'] = pair.body.mediaType
  return {
    method: pair.operation.method,
    target: `${path}${query.size > 0 ? `?${query}` : ''}`,
    headers,
    body,
  }
}

/** Whether a token request says in its form who asks: with HTTP Basic besides, it would be refused. */
export function namesClient(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'client_id' in body
}

function encode(mediaType: string, value: unknown): string | FormData {
  const entries = () =>
    Object.entries(value as object).map(([name, member]): [string, string] => [name, String(member)])
  if (mediaType === 'application/x-www-form-urlencoded') return String(new URLSearchParams(entries()))
  if (mediaType === 'multipart/form-data') {
    const form = new FormData()
    for (const [name, text] of entries()) form.set(name, fileOf(text), `${name}.txt`)
    return form
  }
  return typeof value === 'string' && !/json/.test(mediaType) ? value : JSON.stringify(value)
}

const fileOf = (text: string) => new Blob([text], { type: mediaTypeOfFile(text) })

/** Of a file of a form: JSON if it reads as JSON, and CSV otherwise. */
export function mediaTypeOfFile(text: string): string {
  return /^\s*[[{]/.test(text) ? 'application/json' : 'text/csv'
}

export async function send(
  origin: string,
  { method, target, headers, body }: PairRequest,
): Promise<PairAnswer> {
  const response = await fetch(`${origin}${target}`, {
    method,
    headers,
    redirect: 'manual',
    ...(body !== undefined && { body }),
  })
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    bytes: new Uint8Array(await response.arrayBuffer()),
  }
}

export const textOf = ({ bytes }: PairAnswer) => new TextDecoder().decode(bytes)

/** The body as JSON; undefined if there is none, or another media type. */
export function jsonOf(answer: PairAnswer): unknown {
  if (answer.bytes.length === 0 || !/json/.test(answer.headers['content-type'] ?? '')) return undefined
  return JSON.parse(textOf(answer))
}
