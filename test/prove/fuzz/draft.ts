/** A request that is still to be spoilt, and its bytes. */
import type { Operation } from '../../../src/contract/contract.ts'

export interface Draft {
  /** Simulator, or `control`. */
  api: string
  operation: Operation
  method: string
  /** Encoded. */
  path: string
  /** Encoded, without `?`. */
  query: string
  /** In their order; the same name may come twice. */
  headers: [name: string, value: string][]
  body: Uint8Array | undefined
  /** Whether the body is sent with its length, in chunks, or with neither. */
  framing: 'length' | 'chunked' | 'none'
  /** What was spoilt, for the report. */
  spoilt: string[]
}

export function setHeader({ headers }: Draft, name: string, value: string): void {
  removeHeader({ headers }, name)
  headers.push([name, value])
}

export function removeHeader({ headers }: Pick<Draft, 'headers'>, name: string): void {
  const at = headers.findIndex(([other]) => other.toLowerCase() === name.toLowerCase())
  if (at !== -1) headers.splice(at, 1)
}

/** Headers are written as Latin-1, so that a value may hold any byte. */
export function bytesOf(draft: Draft): Buffer {
  const { method, path, query, headers, body, framing } = draft
  const target = query === '' ? path : `${path}?${query}`
  const framed: [string, string][] =
    framing === 'chunked'
      ? [['Transfer-Encoding', 'chunked']]
      : body && framing === 'length'
        ? [['Content-Length', String(body.length)]]
        : []
  const lines = [
    `${method} ${target} HTTP/1.1`,
    ...[...headers, ...framed].map(([name, value]) => `${name}: ${value}`),
  ]
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  return Buffer.concat([
    head,
    framing === 'chunked' ? inChunks(body ?? new Uint8Array()) : (body ?? new Uint8Array()),
  ])
}

function inChunks(body: Uint8Array): Buffer {
  const pieces: Buffer[] = []
  const size = Math.max(1, Math.ceil(body.length / 3))
  for (let at = 0; at < body.length; at += size) {
    const piece = Buffer.from(body.subarray(at, at + size))
    pieces.push(Buffer.from(`${piece.length.toString(16)}\r\n`), piece, Buffer.from('\r\n'))
  }
  return Buffer.concat([...pieces, Buffer.from('0\r\n\r\n')])
}
