/** The operations of the five simulators and of control, each with a well-formed request to begin with. */
import * as fc from 'fast-check'
import type { Random } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { controlContract } from '../../../server/http/control-contract.ts'
import { arbitraryOf } from '../../../server/verify/arbitrary.ts'
import type { Contract, Operation, Schema } from '../../../src/contract/contract.ts'
import { exampleRequest } from '../../../src/contract/example-request.ts'
import type { Draft } from './draft.ts'

export interface Target {
  api: string
  contract: Contract
  operation: Operation
  /** The contract's example of a request; undefined if it has none. */
  shown: ReturnType<typeof exampleRequest>
  /** A value that a schema of the operation allows. */
  allowed(schema: { pointer: string; value: Schema }, random: Random): unknown
}

/** Accepted as a token of the client `tvilling`. */
export const TOKEN = 'fuzz-token'
/** The tenants of the requests, so that control does not take away what the simulators' requests need. */
export const TENANT = '/t/fuzz'
const CONTROL_TENANT = '/t/fuzz-control'
export const BOUNDARY = 'boundary-of-the-fuzz'

/**
 * @param seed gives the values that schemas allow.
 * @param variety how many different values there are of each schema: to make them costs more than to send a request.
 */
export function allTargets(seed: number, variety: number): Target[] {
  const contracts = [
    ...simulators.map(({ name, contract }) => [name, contract] as const),
    ['control', controlContract.contract] as const,
  ]
  return contracts.flatMap(([api, contract]) => {
    const pools = new Map<string, unknown[]>()
    const allowed: Target['allowed'] = ({ pointer, value }, random) => {
      const pool =
        pools.get(pointer) ?? fc.sample(arbitraryOf(fc, contract.document, value), { seed, numRuns: variety })
      pools.set(pointer, pool)
      return pool[random.integer(0, pool.length - 1)]
    }
    return contract.operations.map((operation) => {
      const shown = exampleRequest(contract, operation)
      return { api, contract, operation, shown, allowed }
    })
  })
}

/** A request that the operation may well accept: the contract's example, or values that its schemas allow. */
export function wellFormed({ api, operation, shown, allowed }: Target, random: Random): Draft {
  const values: Record<'path' | 'query' | 'header', Record<string, string>> = {
    path: { ...shown?.path },
    query: { ...shown?.query },
    header: { ...shown?.headers },
  }
  for (const { name, in: where, required, schema } of operation.parameters) {
    if (values[where][name] !== undefined || (!required && random.integer(0, 2) > 0)) continue
    values[where][name] = String(allowed(schema, random))
  }
  const path = operation.path.replace(/\{([^}]+)\}/g, (_, name: string) =>
    encodeURIComponent(values.path[name] || 'x'),
  )
  const isControl = api === 'control'
  const draft: Draft = {
    api,
    operation,
    method: operation.method,
    path: `${isControl ? CONTROL_TENANT : TENANT}${path}`,
    query: new URLSearchParams(values.query).toString(),
    headers: [
      ['Host', '127.0.0.1'],
      ['Connection', 'close'],
    ],
    body: undefined,
    framing: 'length',
    spoilt: [],
  }
  for (const [name, text] of Object.entries(values.header)) draft.headers.push([name, headerSafe(text)])
  if (operation.scopes !== undefined) draft.headers.push(['Authorization', `Bearer ${TOKEN}`])
  const content = operation.body?.content[0]
  if (!content) return draft
  const body = shown?.body !== undefined && random.integer(0, 1) === 0 ? shown.body : undefined
  const sent = body ?? (content.schema ? allowed(content.schema, random) : {})
  draft.body = encode(content.mediaType, sent)
  draft.headers.push([
    'Content-Type',
    content.mediaType === 'multipart/form-data'
      ? `multipart/form-data; boundary=${BOUNDARY}`
      : content.mediaType,
  ])
  if (content.mediaType === 'application/x-www-form-urlencoded') {
    draft.headers.push(['Authorization', `Basic ${btoa('tvilling:tvilling')}`])
  }
  return draft
}

/** Without line breaks and what is no Latin-1, which a client library would not send. */
const headerSafe = (text: string) => text.replace(/[^\x20-\x7e\xa0-\xff]/g, '').trim()

export function encode(mediaType: string, body: unknown): Buffer {
  if (mediaType === 'multipart/form-data') {
    return Buffer.from(
      Object.entries((body ?? {}) as Record<string, unknown>)
        .map(
          ([name, content]) =>
            `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"; filename="persons.csv"\r\nContent-Type: text/csv\r\n\r\n${content}\r\n`,
        )
        .join('')
        .concat(`--${BOUNDARY}--\r\n`),
    )
  }
  if (mediaType === 'application/x-www-form-urlencoded') {
    return Buffer.from(new URLSearchParams(body as Record<string, string>).toString())
  }
  return Buffer.from(JSON.stringify(body) ?? '')
}
