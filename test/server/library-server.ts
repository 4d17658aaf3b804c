/** A server of the engine's sample library, closed when the test is over. */
import { type Control, connect } from 'tvilling'
import { startServer } from 'tvilling/server'
import { onTestFinished } from 'vitest'
import { library, START } from '../engine/sample.ts'
import { type Connection, openConnection } from './socket.ts'

export interface LibraryServer {
  url: string
  control: Control
  /** What the server was told of as its own mistake. */
  defects: unknown[]
  open(): Promise<Connection>
  close(): Promise<void>
}

export const BODY_LIMIT = 10_000

export async function startLibrary(): Promise<LibraryServer> {
  const defects: unknown[] = []
  const report = (error: unknown) => void defects.push(error)
  const server = await startServer({
    port: 0,
    harness: { simulators: [library()], now: START, bodyLimit: BODY_LIMIT },
    log: { exchange() {}, defect: report },
  })
  let closed: Promise<void> | undefined
  const close = () => (closed ??= server.close())
  onTestFinished(close)
  return {
    url: server.url,
    control: connect(server.url),
    defects,
    open: () => openConnection(server.url),
    close,
  }
}

/** A request that needs no token, as its bytes; it leaves a note behind. */
export function mischief(kind: string, body = '{}', headers: readonly string[] = []): string {
  const own = ['Host: twin.test', 'Content-Type: application/json', `Content-Length: ${body.length}`]
  return [`POST /mischief/${kind} HTTP/1.1`, ...own, ...headers, '', body].join('\r\n')
}

/** The same without its body, of which only the length is said. */
export const mischiefHead = (kind: string, ...headers: string[]): string =>
  [
    `POST /mischief/${kind} HTTP/1.1`,
    'Host: twin.test',
    'Content-Type: application/json',
    ...headers,
    '',
    '',
  ].join('\r\n')

export async function notesOf({ control }: LibraryServer): Promise<unknown[]> {
  return (await control.state.page('library', 'notes')).items
}
