/** A small typed client of any contract, like one that a consumer writes or generates. */
import type { ExampleInput, UncheckedInput } from 'tvilling'
import type { Contract } from '../../src/contract/contract.ts'

export interface Answer {
  status: number
  headers: Headers
  /** Parsed JSON, other content as bytes; undefined if there is no body. */
  body: unknown
}

/** Calls operations of a contract by their ids at a base URL, with these headers in every call. */
export function createClient<Operations>(
  { operations }: Contract,
  base: string,
  common: Record<string, string>,
  send: (url: URL, init: RequestInit) => Promise<Response> = fetch,
) {
  return async function call<Id extends keyof Operations & string>(
    id: Id,
    input: ExampleInput<Operations[Id]> | UncheckedInput = {},
  ): Promise<Answer> {
    const operation = operations.find((candidate) => candidate.id === id)
    if (!operation) throw new Error(`The contract has no operation ${id}.`)
    const { path = {}, query = {}, header = {}, body } = input as UncheckedInput
    const values = new Map<string, unknown>(Object.entries(path))
    const url = new URL(
      operation.path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(values.get(name)))),
      base,
    )
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value))
    const form = operation.body?.content[0]?.mediaType === 'application/x-www-form-urlencoded'
    const response = await send(url, {
      method: operation.method,
      headers: {
        ...common,
        ...(header as Record<string, string>),
        ...(body !== undefined &&
          !form &&
          !(body instanceof FormData) && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: encode(body, form) }),
    })
    const type = response.headers.get('content-type') ?? ''
    const bytes = new Uint8Array(await response.arrayBuffer())
    const text = () => new TextDecoder().decode(bytes)
    return {
      status: response.status,
      headers: response.headers,
      body: bytes.length === 0 ? undefined : /json/.test(type) ? JSON.parse(text()) : bytes,
    }
  }
}

function encode(body: unknown, form: boolean): FormData | URLSearchParams | string {
  if (body instanceof FormData) return body
  return form ? new URLSearchParams(body as Record<string, string>) : JSON.stringify(body)
}
