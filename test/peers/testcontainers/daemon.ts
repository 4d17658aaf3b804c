/**
 * A daemon that answers the few requests of Docker's API that Testcontainers makes, and runs a container as a process: `tvilling
 * serve`, with the files that were copied into the container, and the variables of our image.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { buffer, json } from 'node:stream/consumers'

interface Container {
  root: string
  created: { Env?: string[]; Labels?: object; HostConfig?: object }
  process?: ChildProcess
  log: string
  port?: string
}

interface Daemon {
  /** What was asked for that is not there. */
  unknown: string[]
  running(): number
  close(): Promise<void>
}

/** @param command the program of the image, and its first arguments. */
export async function startDaemon(
  socket: string,
  folder: string,
  command: readonly string[],
): Promise<Daemon> {
  const containers = new Map<string, Container>()
  const unknown: string[] = []

  async function answer(request: IncomingMessage): Promise<[status: number, body?: unknown]> {
    const { pathname } = new URL(String(request.url), 'http://docker')
    const [, id = '', action = ''] = /^\/containers\/(c\d+)(?:\/(\w+))?$/.exec(pathname) ?? []
    const container = containers.get(id)
    switch (container ? `${request.method} ${action}` : `${request.method} ${pathname}`) {
      case 'GET /info':
        return [200, { ServerVersion: '28.0.0', OperatingSystem: 'Processes', OSType: 'linux' }]
      case 'GET /images/tvilling:0.1.0/json':
      case 'GET /images/tvilling:latest/json':
        return [200, { Id: 'sha256:0', Config: {} }]
      case 'GET /containers/json':
        return [200, []]
      case 'POST /containers/create': {
        const name = `c${containers.size + 1}`
        const root = join(folder, name)
        mkdirSync(join(root, 'data'), { recursive: true })
        containers.set(name, { root, created: (await json(request)) as Container['created'], log: '' })
        return [201, { Id: name, Warnings: [] }]
      }
      case 'PUT archive':
        execFileSync('tar', ['-x', '-C', String(container?.root)], { input: await buffer(request) })
        return [200]
      case 'POST start':
        start(container as Container)
        return [204]
      case 'GET json':
        return [200, inspect(id, container as Container)]
      case 'GET logs':
        return [200, framed(String(container?.log))]
      case 'POST stop':
        await end(container as Container)
        return [204]
      case 'DELETE ':
        await end(container as Container)
        containers.delete(id)
        return [204]
      default:
        unknown.push(`${request.method} ${request.url}`)
        return [404, { message: 'no such thing here' }]
    }
  }

  function start(container: Container): void {
    const env = { PATH: process.env['PATH'], TVILLING_HOST: '0.0.0.0', TVILLING_PORT: '0' }
    const given = Object.fromEntries((container.created.Env ?? []).map((each) => each.split(/=(.*)/s)))
    const [file = '', ...words] = command
    const child = spawn(file, words, { cwd: join(container.root, 'data'), env: { ...env, ...given } })
    container.process = child
    // Docker publishes a port before anybody listens behind it.
    child.once('exit', () => {
      container.port ??= '1'
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        container.log += String(chunk)
        const port = /tvilling listening on http:\/\/[^"\s]*:(\d+)/.exec(container.log)?.[1]
        if (port !== undefined) container.port = port
      })
    }
  }

  const server = createServer((request, response) => {
    answer(request).then(
      ([status, body]) => {
        const isRaw = Buffer.isBuffer(body)
        response.writeHead(status, {
          'content-type': isRaw ? 'application/octet-stream' : 'application/json',
        })
        response.end(isRaw || body === undefined ? body : JSON.stringify(body))
      },
      (error) => response.writeHead(500).end(JSON.stringify({ message: String(error) })),
    )
  })
  server.listen(socket)
  await once(server, 'listening')
  return {
    unknown,
    running: () => [...containers.values()].filter(isRunning).length,
    async close() {
      for (const container of containers.values()) await end(container)
      server.closeAllConnections()
      server.close()
    },
  }
}

const isRunning = ({ process: child }: Container) => child?.exitCode === null && child.signalCode === null

async function end(container: Container): Promise<void> {
  if (!isRunning(container)) return
  const ended = once(container.process as ChildProcess, 'exit')
  container.process?.kill('SIGTERM')
  await ended
}

function inspect(id: string, container: Container) {
  const { created, port, process: child } = container
  const running = isRunning(container)
  const published = port === undefined ? null : [{ HostIp: '0.0.0.0', HostPort: port }]
  return {
    Id: id,
    Name: `/${id}`,
    Config: { Hostname: id, Labels: created.Labels ?? {} },
    HostConfig: created.HostConfig,
    State: {
      Running: running,
      Status: running ? 'running' : 'exited',
      ExitCode: child?.exitCode ?? 0,
      StartedAt: '2026-01-01T00:00:00Z',
      FinishedAt: '0001-01-01T00:00:00Z',
    },
    NetworkSettings: { Ports: published ? { '4010/tcp': published } : {}, Networks: {} },
  }
}

/** A log as Docker sends it: the number of the stream and the length before each piece. */
function framed(text: string): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt8(1, 0)
  head.writeUInt32BE(Buffer.byteLength(text), 4)
  return Buffer.concat([head, Buffer.from(text)])
}
