/** Forwards a request to the service and its response to the client, unchanged, and keeps a copy of both. */
import { createHash } from 'node:crypto'
import {
  Agent as HttpAgent,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import type { Body, Headers, WireMessage } from './personal/message.ts'

export interface Forwarder {
  /** Resolves with the exchange when both sides have ended; rejects if the service does not answer. */
  forward(request: IncomingMessage, response: ServerResponse, target: URL): Promise<WireMessage>
  close(): void
}

/** Headers that belong to one connection and not to the message (RFC 9110 section 7.6.1). */
const HOP_BY_HOP = new Set(
  'connection keep-alive proxy-authenticate proxy-authorization proxy-connection te trailer transfer-encoding upgrade'.split(
    ' ',
  ),
)

export function createForwarder({ bodyLimit }: { bodyLimit: number }): Forwarder {
  const agents = {
    'http:': new HttpAgent({ keepAlive: true }),
    'https:': new HttpsAgent({ keepAlive: true }),
  }

  return {
    forward(request, response, target) {
      const url = urlAt(target, request.url ?? '/')
      const sent = copyOf(request, bodyLimit)
      return new Promise((resolve, reject) => {
        const secure = url.protocol === 'https:'
        // The path is sent as the client wrote it; `URL` would normalize it.
        const outgoing = (secure ? httpsRequest : httpRequest)(url, {
          path: `${target.pathname.replace(/\/$/, '')}${request.url ?? '/'}`,
          method: request.method ?? 'GET',
          agent: agents[secure ? 'https:' : 'http:'],
          headers: onward(request.rawHeaders, url).flat(),
          setHost: false,
        })
        const fail = (error: Error) => {
          request.unpipe(outgoing)
          outgoing.destroy()
          // A response that broke off also breaks off for the client.
          if (response.headersSent) response.destroy()
          reject(error)
        }
        outgoing.on('error', fail)
        response.on('close', () => {
          if (!response.writableFinished) outgoing.destroy(new Error('The client went away.'))
        })
        outgoing.on('response', (incoming) => {
          const headers = pairs(incoming.rawHeaders)
          const kept = copyOf(incoming, bodyLimit)
          response.sendDate = false
          const text = incoming.statusMessage ?? ''
          response.writeHead(incoming.statusCode ?? 502, text, endToEnd(headers).flat())
          incoming.on('error', fail)
          incoming.on('aborted', () => fail(new Error('The service broke the connection off.')))
          incoming.pipe(response)
          response.on('finish', async () => {
            const asked = pairs(request.rawHeaders)
            resolve({
              request: {
                method: request.method ?? 'GET',
                url,
                headers: endToEnd(asked),
                body: await unpacked(await sent, asked, bodyLimit),
              },
              response: {
                status: incoming.statusCode ?? 0,
                text,
                headers: endToEnd(headers),
                body: await unpacked(await kept, headers, bodyLimit),
              },
            })
          })
        })
        request.pipe(outgoing)
      })
    },

    close() {
      for (const agent of Object.values(agents)) agent.destroy()
    },
  }
}

/** The target's path followed by the requested one. */
function urlAt(target: URL, path: string): URL {
  const url = new URL(target)
  const [pathname = '', ...query] = path.split('?')
  url.pathname = `${target.pathname.replace(/\/$/, '')}${pathname.startsWith('/') ? pathname : '/'}`
  url.search = query.length > 0 ? `?${query.join('?')}` : ''
  return url
}

function pairs(raw: readonly string[]): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, index) => [
    raw[2 * index] ?? '',
    raw[2 * index + 1] ?? '',
  ])
}

function endToEnd(headers: Headers): [string, string][] {
  const named = headers
    .filter(([name]) => name.toLowerCase() === 'connection')
    .flatMap(([, value]) => value.split(',').map((name) => name.trim().toLowerCase()))
  return headers
    .filter(([name]) => !HOP_BY_HOP.has(name.toLowerCase()) && !named.includes(name.toLowerCase()))
    .map(([name, value]) => [name, value])
}

/** The client's headers with the target's host. Node has already answered `Expect`. */
function onward(raw: readonly string[], url: URL): [string, string][] {
  const headers = endToEnd(pairs(raw)).filter(([name]) => !['host', 'expect'].includes(name.toLowerCase()))
  return [['Host', url.host], ...headers]
}

interface Copy {
  /** Undefined if the body is larger than the limit. */
  bytes: Buffer | undefined
  size: number
  sha256: string
}

/** Copies a stream while it is forwarded. */
function copyOf(stream: IncomingMessage, limit: number): Promise<Copy> {
  const chunks: Buffer[] = []
  const hash = createHash('sha256')
  let size = 0
  let digested: string | undefined
  const digest = () => {
    digested ??= hash.digest('hex')
    return digested
  }
  return new Promise((resolve) => {
    stream.on('data', (chunk: Buffer) => {
      hash.update(chunk)
      size += chunk.byteLength
      if (size <= limit) chunks.push(chunk)
      else chunks.length = 0
    })
    const done = () => {
      resolve({ bytes: size <= limit ? Buffer.concat(chunks) : undefined, size, sha256: digest() })
    }
    stream.on('end', done)
    // The response may come before the request has ended.
    stream.on('close', done)
  })
}

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/** Removes the content encoding. If it is unknown or broken, only size and hash are left. */
async function unpacked({ bytes, size, sha256 }: Copy, headers: Headers, limit: number): Promise<Body> {
  if (!bytes) return { size, sha256 }
  const encoding = headers
    .find(([name]) => name.toLowerCase() === 'content-encoding')?.[1]
    .trim()
    .toLowerCase()
  if (!encoding || encoding === 'identity' || bytes.byteLength === 0) return { bytes }
  const decoder = DECODERS[encoding]?.()
  const plain = decoder && (await readAll(decoder, bytes, limit))
  return plain ? { bytes: plain } : { size, sha256 }
}

function readAll(decoder: Transform, bytes: Buffer, limit: number): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let size = 0
    decoder.on('data', (chunk: Buffer) => {
      size += chunk.byteLength
      chunks.push(chunk)
      if (size <= limit) return
      decoder.destroy()
      resolve(undefined)
    })
    decoder.on('end', () => resolve(Buffer.concat(chunks)))
    decoder.on('error', () => resolve(undefined))
    decoder.end(bytes)
  })
}
