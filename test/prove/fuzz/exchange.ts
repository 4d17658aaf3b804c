/** One request on a connection of its own, and all that comes back. */
import { connect } from 'node:net'

export interface FuzzAnswer {
  status: number
  /** Names in lower case. */
  headers: Record<string, string>
  body: Buffer
  /** Whether the body has the length that the answer promised. */
  isWhole: boolean
  /** Whether the answer says where its body ends. */
  isDelimited: boolean
}

export interface Outcome {
  /** A client that has ended its side may get the beginning of a long answer alone: such a one is left out. */
  answers: FuzzAnswer[]
  /** Set if the server neither finished its answer nor closed the connection in time. */
  hung: boolean
  milliseconds: number
}

/**
 * Sends the bytes, and waits until the server closes the connection.
 * @param ends whether the client has nothing more to say, so that a server need not wait for the rest.
 */
export function exchange(
  port: number,
  bytes: Uint8Array,
  { method, ends, timeout }: { method: string; ends: boolean; timeout: number },
): Promise<Outcome> {
  return new Promise((resolve) => {
    const begun = performance.now()
    const chunks: Buffer[] = []
    const socket = connect(port, '127.0.0.1')
    const timer = setTimeout(() => {
      socket.destroy()
      finish(true)
    }, timeout)
    function finish(hung: boolean): void {
      clearTimeout(timer)
      const read = readAnswers(Buffer.concat(chunks), method)
      const answers = ends ? read.filter(({ isWhole, isDelimited }) => isWhole && isDelimited) : read
      resolve({ answers, hung, milliseconds: performance.now() - begun })
    }
    socket.on('connect', () => {
      if (ends) socket.end(bytes)
      else socket.write(bytes)
    })
    socket.on('data', (chunk) => {
      chunks.push(chunk)
    })
    // A server may reset a connection on which it refused to read on.
    socket.on('error', () => {})
    socket.on('close', () => finish(false))
  })
}

function readAnswers(all: Buffer, method: string): FuzzAnswer[] {
  const answers: FuzzAnswer[] = []
  let rest = all
  for (;;) {
    const end = rest.indexOf('\r\n\r\n')
    if (end === -1) return answers
    const [first = '', ...lines] = rest.subarray(0, end).toString('latin1').split('\r\n')
    const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1])
    const headers = Object.fromEntries(
      lines.map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]),
    )
    rest = rest.subarray(end + 4)
    if (status === 100) continue
    const none = method === 'HEAD' || status === 204 || status === 304
    const { body, length, isWhole } = none
      ? { body: Buffer.alloc(0), length: 0, isWhole: true }
      : readBody(rest, headers)
    const isDelimited = none || 'content-length' in headers || 'transfer-encoding' in headers
    answers.push({ status, headers, body, isWhole, isDelimited })
    rest = rest.subarray(length)
  }
}

/** A body with a length, in chunks, or up to the end of the connection. */
function readBody(
  rest: Buffer,
  headers: Record<string, string>,
): { body: Buffer; length: number; isWhole: boolean } {
  if (headers['transfer-encoding'] === 'chunked') return readChunks(rest)
  const promised = headers['content-length']
  const length = promised === undefined ? rest.length : Number(promised)
  const body = rest.subarray(0, length)
  return { body, length: body.length, isWhole: body.length === length }
}

function readChunks(rest: Buffer): { body: Buffer; length: number; isWhole: boolean } {
  const pieces: Buffer[] = []
  let at = 0
  for (;;) {
    const end = rest.indexOf('\r\n', at)
    const size = end === -1 ? Number.NaN : Number.parseInt(rest.subarray(at, end).toString('latin1'), 16)
    if (Number.isNaN(size) || rest.length < end + 2 + size + 2) {
      return { body: Buffer.concat(pieces), length: rest.length, isWhole: false }
    }
    pieces.push(rest.subarray(end + 2, end + 2 + size))
    at = end + 2 + size + 2
    if (size === 0) return { body: Buffer.concat(pieces), length: at, isWhole: true }
  }
}
