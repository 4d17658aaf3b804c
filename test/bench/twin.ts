/** The twin under load: a server with consumers, a token, and the page that all others have to send. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { connect } from 'tvilling'
import { temporaryFolder, YARDSTICKS } from './folders.ts'
import { get } from './get.ts'
import type { LoadTarget } from './load.ts'
import { serveCommand } from './package.ts'
import { type ServerCommand, startServerProcess } from './server-process.ts'

export const PATH = '/consumer-intelligence/v3/consumers'
/** A page of ten consumers. */
export const PAGE = `${PATH}?pageSize=10`
export const HEALTH = { path: '/_tvilling/health' }
export const TOKEN_REQUEST = {
  path: '/as/token.oauth2',
  headers: {
    authorization: `Basic ${btoa('tvilling:tvilling')}`,
    'content-type': 'application/x-www-form-urlencoded',
  },
  body: 'grant_type=client_credentials&scope=bci',
}

/** An answer that other servers can send. */
export interface Page {
  path: string
  body: string
  /** All headers of the answer, except those that Node adds itself. */
  headers: [name: string, value: string][]
}

/** Starts a twin with so many consumers, and the request for a page of them with a token. */
export async function startTwin(
  what: string,
  consumers: number,
  options: readonly string[] = [],
  node: readonly string[] = [],
): Promise<LoadTarget> {
  const server = await startServerProcess(what, (port) => serveCommand(port, options, { node }), HEALTH)
  await storeConsumers(server.url, consumers)
  const headers = { authorization: `Bearer ${await tokenOf(server.url)}` }
  const firstAnswer = await get(`${server.url}${PAGE}`, { headers })
  if (firstAnswer.status !== 200)
    throw new Error(`${what} answered ${firstAnswer.status}: ${firstAnswer.body}`)
  return { what, server: { ...server, firstAnswer }, path: PAGE, headers }
}

/** Uploads consumers in batches, each with one scenario. */
export async function storeConsumers(url: string, count: number, batch = 10_000): Promise<void> {
  const control = connect(url)
  for (let done = 0; done < count; done += batch) {
    const size = Math.min(batch, count - done)
    await control.scenarios.load('consumers-uploaded', { count: size, prefix: `bench-${done}-` })
  }
}

/** A token of the client with all permissions. */
export async function tokenOf(url: string): Promise<string> {
  const { path, ...request } = TOKEN_REQUEST
  const { status, body } = await get(`${url}${path}`, request)
  if (status !== 200) throw new Error(`The token endpoint answered ${status}: ${body}`)
  return JSON.parse(body).access_token
}

const OF_NODE = new Set(['connection', 'keep-alive', 'content-length', 'transfer-encoding'])

/** The twin's answer, which all others send. */
export function pageOf({ server }: LoadTarget): Page {
  const { body, headers } = server.firstAnswer
  const own = Object.entries(headers).filter(([name]) => !OF_NODE.has(name))
  return { path: PATH, body, headers: own.map(([name, value]) => [name, String(value)]) }
}

/** A bare route that sends the page: `bare-express.js` or `bare-http.js`. */
export function yardstickCommand(script: string, page: Page): (port: number) => ServerCommand {
  const file = join(temporaryFolder('page'), 'page.json')
  writeFileSync(file, JSON.stringify(page))
  return (port) => ({ command: [process.execPath, join(YARDSTICKS, script), String(port), file] })
}

export async function startYardstick(what: string, script: string, page: Page): Promise<LoadTarget> {
  const server = await startServerProcess(what, yardstickCommand(script, page), { path: PAGE })
  return { what, server, path: PAGE, headers: {} }
}

/** @throws Error if the two do not send the same body and content type. */
export function compareAnswers(target: LoadTarget, page: Page): void {
  const { body, headers } = target.server.firstAnswer
  if (body !== page.body) {
    throw new Error(
      `${target.what} sends another body:\n${body.slice(0, 300)}\ninstead of\n${page.body.slice(0, 300)}`,
    )
  }
  const type = String(headers['content-type'])
  if (!type.startsWith('application/json')) throw new Error(`${target.what} sends ${type}.`)
}
