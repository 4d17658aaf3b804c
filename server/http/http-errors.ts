/**
 * Answers requests that break HTTP itself, which Node otherwise answers with bare text: in the dialect of the provider whose
 * path it is, if that can be read, or else in our own form. The connection ends with them.
 */
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { systemWall } from '../../src/harness/clock.ts'
import { type ApiResponse, type UnreadRequest, withoutBody } from '../../src/http/messages.ts'
import { statusName } from '../../src/http/status-name.ts'
import { dropUpTo } from './body.ts'
import { takeOrigin } from './request-target.ts'

/** The beginning of a request, as far as it can be read. */
export interface UnreadHead {
  method: string
  target: string
  host?: string
}

export interface HttpErrorsOptions {
  /** Answers in the dialect of the provider, or in our own form. */
  answer(head: UnreadHead | undefined, unread: UnreadRequest): Promise<ApiResponse>
  /** Milliseconds after which a request must have come in whole. */
  requestTimeout: number
  /** Requests that may take longer, since whoever reads them watches over the time. */
  unhurried: Pick<WeakSet<IncomingMessage>, 'has'>
}

type ClientError = NodeJS.ErrnoException & { rawPacket?: Buffer; reason?: string }

interface Exchange {
  request: IncomingMessage
  response: ServerResponse
}

/** Milliseconds in which a client can read the answer, and what it may send meanwhile, before its connection is cut. */
const LINGER = 2_000
const LINGER_BYTES = 1024 * 1024

/** Answers what Node finds wrong. Call `began` for every request. */
export function answerHttpErrors(http: Server, options: HttpErrorsOptions) {
  const latest = new WeakMap<object, Exchange>()
  const failed = new WeakSet<object>()

  http.on('clientError', (error: ClientError, stream) => {
    const socket = stream as Socket
    // The parser goes on with the bytes that follow, and reports these as well.
    if (failed.has(socket)) return
    const before = latest.get(socket)
    if (isTimeout(error) && before && options.unhurried.has(before.request)) return
    failed.add(socket)
    const unread = unreadBecause(error, options.requestTimeout)
    if (!unread || !socket.writable) socket.destroy()
    else if (!before || before.response.closed || before.response.writableFinished) {
      void refuse(socket, headIn(error.rawPacket), unread)
    } else if (before.request.complete) {
      // The answer to the request before is still to come, or is being written.
      before.response.once('close', () => void refuse(socket, headIn(error.rawPacket), unread))
    } else if (before.response.headersSent) socket.destroy()
    else void refuse(socket, headOf(before.request), unread)
  })

  async function refuse(socket: Socket, head: UnreadHead | undefined, unread: UnreadRequest): Promise<void> {
    const answer = await options.answer(head, unread)
    if (!socket.writable) return
    socket.end(asBytes(head?.method === 'HEAD' ? withoutBody(answer) : answer))
    dropUpTo(LINGER_BYTES, socket)
    systemWall.after(LINGER, () => socket.destroy())
  }

  return {
    began(request: IncomingMessage, response: ServerResponse): void {
      latest.set(request.socket, { request, response })
    },
  }
}

const isTimeout = ({ code }: ClientError) => code === 'ERR_HTTP_REQUEST_TIMEOUT'

/** Undefined for errors of the connection: nobody is left who could read an answer. */
function unreadBecause(
  { code = '', reason, message }: ClientError,
  timeout: number,
): UnreadRequest | undefined {
  switch (code) {
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, detail: `The request did not come in whole within ${timeout / 1_000} seconds.` }
    case 'HPE_HEADER_OVERFLOW': {
      const { maxHeaderSize } = process.getBuiltinModule('node:http')
      return { status: 431, detail: `The headers are larger than ${maxHeaderSize} bytes.` }
    }
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return { status: 413, detail: 'The extensions of the chunks are larger than 16384 bytes.' }
    default:
      if (!code.startsWith('HPE_')) return undefined
      return { status: 400, detail: `The request is not HTTP: ${reason ?? message}.` }
  }
}

const REQUEST_LINE = /^[\r\n]*([A-Z]+) (\S+)(?: HTTP\/\d\.\d)?\r?\n/

/** The head of a request, if it begins in these bytes. */
function headIn(bytes: Buffer | undefined): UnreadHead | undefined {
  const text = bytes?.subarray(0, 16_384).toString('latin1') ?? ''
  const [, method, url] = REQUEST_LINE.exec(text) ?? []
  if (method === undefined || url === undefined) return undefined
  const host = /\r?\nhost:[ \t]*([\w.:[\]-]+)/i.exec(text)?.[1]
  const request = { method, url, headers: host === undefined ? {} : { host } }
  takeOrigin(request)
  return headOf(request)
}

/** The beginning of a request whose headers Node has read. */
export function headOf({
  method = 'GET',
  url = '/',
  headers,
}: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): UnreadHead {
  return { method, target: url, ...(headers.host !== undefined && { host: headers.host }) }
}

function asBytes({ status, headers, body = '' }: ApiResponse): Buffer {
  const content = Buffer.from(body)
  const lines = Object.entries({
    'content-length': String(content.length),
    ...headers,
    connection: 'close',
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `HTTP/1.1 ${status} ${statusName(status)}\r\n${lines.join('')}\r\n`
  return Buffer.concat([Buffer.from(head, 'latin1'), content])
}
