/** The load generator: wrk if it is installed, since it needs only a fraction of a core, otherwise autocannon. One for all contenders. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { YARDSTICKS } from './folders.ts'
import { LOAD_CORE, processorSecondsOf, type ServerProcess } from './server-process.ts'

export const CONNECTIONS = 10
/** How many requests after its start count as cold. */
export const COLD_REQUESTS = 1_000

export interface LoadTarget {
  what: string
  server: ServerProcess
  /** With its query. */
  path: string
  headers: Record<string, string>
}

export interface Load {
  requests: number
  perSecond: number
  /** Latency in ms. */
  p99: number
  /** Share of its core that the server used. */
  serverShare: number
  /** Share of its core that the generator used. */
  generatorShare: number
}

export interface Generator {
  name: string
  /**
   * Loads a server for so many seconds.
   * @throws Error if an answer is not successful or has another size, or if a connection breaks.
   */
  run(target: LoadTarget, seconds: number): Promise<Load>
}

interface Counted {
  requests: number
  seconds: number
  bytes: number
  failures: number
  p99: number
  generatorSeconds: number
}

/** The generator that this machine has. */
export function findGenerator(): Generator {
  const version = wrkVersion()
  return version === undefined
    ? { name: 'autocannon', run: (target, seconds) => checked(target, () => runAutocannon(target, seconds)) }
    : { name: version, run: (target, seconds) => checked(target, () => runWrk(target, seconds)) }
}

function wrkVersion(): string | undefined {
  try {
    execFileSync('wrk', ['--version'], { stdio: 'pipe' })
    return 'wrk'
  } catch (error) {
    // wrk prints its version and its usage, and exits with 1.
    const { stdout } = error as { stdout?: Buffer }
    return /^wrk \S+/.exec(String(stdout ?? ''))?.[0]
  }
}

async function checked(target: LoadTarget, run: () => Promise<Counted>): Promise<Load> {
  const { what, server } = target
  const before = server.processorSeconds()
  const { requests, seconds, bytes, failures, p99, generatorSeconds } = await run()
  const serverSeconds = server.processorSeconds() - before
  if (failures > 0 || requests === 0) {
    throw new Error(
      `${what}: ${failures} of ${requests} requests failed. It wrote:\n${server.output().slice(-1_000)}`,
    )
  }
  const least = Buffer.byteLength(server.firstAnswer.body)
  if (bytes / requests < least) {
    throw new Error(
      `${what} sent ${Math.round(bytes / requests)} bytes an answer, less than a body of ${least}.`,
    )
  }
  return {
    requests,
    perSecond: requests / seconds,
    p99,
    serverShare: serverSeconds / seconds,
    generatorShare: generatorSeconds / seconds,
  }
}

async function runWrk({ server, path, headers }: LoadTarget, seconds: number): Promise<Counted> {
  const words = [
    ...['-c', LOAD_CORE, 'wrk', '--threads', '1', '--connections', String(CONNECTIONS)],
    ...['--duration', `${seconds}s`, '--timeout', '10s', '--script', join(YARDSTICKS, 'report.lua')],
    ...Object.entries(headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    `${server.url}${path}`,
  ]
  const child = spawn('taskset', words, { stdio: ['ignore', 'pipe', 'inherit'] })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  let generatorSeconds = 0
  const watch = setInterval(() => {
    generatorSeconds = Math.max(generatorSeconds, processorSecondsOf(String(child.pid)))
  }, 50)
  let text = ''
  child.stdout.on('data', (chunk) => {
    text += chunk
  })
  await once(child, 'close')
  clearInterval(watch)
  process.off('exit', kill)
  const line = /^\{"requests".*\}$/m.exec(text)?.[0]
  if (line === undefined) throw new Error(`wrk printed nothing:\n${text}`)
  const { requests, microseconds, bytes, failures, p99 } = JSON.parse(line)
  return { requests, seconds: microseconds / 1_000_000, bytes, failures, p99, generatorSeconds }
}

async function runAutocannon({ server, path, headers }: LoadTarget, seconds: number): Promise<Counted> {
  const before = process.cpuUsage()
  const result = await autocannon({
    url: `${server.url}${path}`,
    headers,
    connections: CONNECTIONS,
    duration: seconds,
  })
  const used = process.cpuUsage(before)
  return {
    requests: result.requests.total,
    seconds: result.duration,
    bytes: result.throughput.total,
    failures: result.non2xx + result.errors + result.timeouts,
    p99: result.latency.p99,
    generatorSeconds: (used.user + used.system) / 1_000_000,
  }
}

/**
 * Requests per second of the first so many requests. Always by autocannon, since wrk cannot stop after a number of
 * requests.
 * @throws Error if an answer is not successful or has another body.
 */
export async function runCold(target: LoadTarget, requests = COLD_REQUESTS): Promise<number> {
  const { what, server, path, headers } = target
  const begun = performance.now()
  let last = begun
  const result = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(
      {
        url: `${server.url}${path}`,
        headers,
        connections: CONNECTIONS,
        amount: requests,
        expectBody: server.firstAnswer.body,
      },
      (error, value) => (error ? reject(error) : resolve(value)),
    )
    run.on('response', () => {
      last = performance.now()
    })
  })
  const failures = result.non2xx + result.errors + result.timeouts + result.mismatches
  if (failures > 0) throw new Error(`${what}: ${failures} of the first ${requests} requests failed.`)
  return requests / ((last - begun) / 1_000)
}
