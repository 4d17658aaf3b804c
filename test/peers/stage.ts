/**
 * Stands between another tool and the twin. A tool that knows the contract alone has neither a token nor a way to bring
 * a service into a state: before each request, the stage sets the state of the example that the request is nearest to,
 * and adds its token. Of Specmatic's forms it also sets the media type of each file: Specmatic knows one for all examples.
 * Request and answer are otherwise forwarded as they are.
 */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { isDeepStrictEqual } from 'node:util'
import { type Control, connect, type Simulator } from 'tvilling'
import { createRoutes } from '../../src/contract/routes.ts'
import { authorizationFor, enterState, mediaTypeOfFile, namesClient } from '../contract/pairs/pair-call.ts'
import type { ExampleMedia, ExamplePair } from '../contract/pairs/read-pairs.ts'

export interface Stage {
  url: string
  close(): Promise<void>
}

/** Names the pair that is sent, where the tool can: two pairs may differ in their scenarios alone. */
export const PAIR_HEADER = 'x-pair'
/** The status that Specmatic expects. */
const EXPECTED = 'specmatic-response-code'
const OF_CONNECTION = [
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
  'expect',
]

export async function openStage(
  twin: string,
  simulator: Simulator,
  pairs: readonly ExamplePair[],
): Promise<Stage> {
  const routes = createRoutes(simulator.contract)
  const control: Control = connect(twin)
  /** One request at a time: the state is that of the whole twin. */
  let last: Promise<void> = Promise.resolve()

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const sentBody = Buffer.concat(chunks)
    const body = request.headers[EXPECTED] === undefined ? sentBody : withMediaTypes(sentBody)
    const { pathname, search, searchParams } = new URL(request.url ?? '/', twin)
    const headers = Object.fromEntries(
      Object.entries(request.headers)
        .filter(([name]) => !OF_CONNECTION.includes(name))
        .map(([name, value]) => [name, String(value)]),
    )
    const found = routes.find(pathname)
    const operation = found?.route.byMethod.get(request.method ?? '')
    if (found && operation) {
      const names = found.route.names.get(operation.method) ?? []
      const path = Object.fromEntries(names.map((name, index) => [name, found.values[index] ?? '']))
      const sent = { path, query: searchParams, headers, body }
      const pair = nearest(
        pairs.filter((each) => each.operation.id === operation.id),
        sent,
      )
      if (pair) await enterState(control, pair)
      const authorization = await authorizationFor(twin, simulator, operation, pairs, pair?.client)
      delete headers['authorization']
      const inForm = namesClient(Object.fromEntries(new URLSearchParams(body.toString())))
      if (authorization !== undefined && !inForm) headers['authorization'] = authorization
    }
    const answered = await fetch(`${twin}${pathname}${search}`, {
      method: request.method ?? 'GET',
      headers,
      redirect: 'manual',
      ...(body.length > 0 && { body }),
    })
    const bytes = Buffer.from(await answered.arrayBuffer())
    response.writeHead(answered.status, {
      ...Object.fromEntries([...answered.headers].filter(([name]) => !OF_CONNECTION.includes(name))),
      ...(bytes.length > 0 && { 'content-length': bytes.length }),
    })
    response.end(bytes)
  }

  const server = createServer((request, response) => {
    last = last
      .then(() => answer(request, response))
      .catch((error: unknown) => {
        response.writeHead(599, { 'content-type': 'text/plain' })
        response.end(`The stage failed: ${String(error)}`)
      })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/**
 * Of a list of media types in `encoding`, Specmatic writes the last one for every file. Here each file has its own, as in
 * the pairs that we send. Other bodies are as they were.
 */
function withMediaTypes(body: Buffer): Buffer {
  const part = /(\r\nContent-Type: )[^\r\n]*((?:\r\n[^\r\n]+)*\r\n\r\n)(.*?)(?=\r\n--)/gis
  const text = body.toString('latin1').replace(part, (_part, name: string, rest: string, file: string) => {
    return `${name}${mediaTypeOfFile(file)}${rest}${file}`
  })
  return Buffer.from(text, 'latin1')
}

interface Sent {
  path: Record<string, string>
  query: URLSearchParams
  headers: Record<string, string>
  body: Buffer
}

/** The pair whose request is most like the one that was sent; undefined if there are none. */
function nearest(pairs: readonly ExamplePair[], sent: Sent): ExamplePair | undefined {
  const ranked = pairs.map((pair) => ({ pair, likeness: likeness(pair, sent) }))
  return ranked.toSorted((one, other) => other.likeness - one.likeness)[0]?.pair
}

function likeness({ name, parameters, body, status, scenario }: ExamplePair, sent: Sent): number {
  if (sent.headers[PAIR_HEADER] === name) return Number.POSITIVE_INFINITY
  let points = String(status) === sent.headers[EXPECTED] ? 20 : 0
  if (status < 400) points += 2
  if (scenario) points += 1
  for (const { parameter, value } of parameters) {
    const text = [value].flat().map(String).join()
    if (parameter.in === 'path' && sent.path[parameter.name] === text) points += 40
    if (parameter.in === 'query' && sent.query.getAll(parameter.name).join() === text) points += 10
    if (parameter.in === 'header' && sent.headers[parameter.name.toLowerCase()] === text) points += 10
  }
  if (body && isSame(body, sent.body.toString())) points += 30
  return points
}

function isSame({ mediaType, value }: ExampleMedia, text: string): boolean {
  if (mediaType === 'application/x-www-form-urlencoded') {
    return isDeepStrictEqual(Object.fromEntries(new URLSearchParams(text)), { ...(value as object) })
  }
  if (mediaType === 'multipart/form-data') {
    return Object.values(value as Record<string, string>).every((part) => text.includes(part))
  }
  try {
    return isDeepStrictEqual(JSON.parse(text), value)
  } catch {
    return text === value
  }
}
