/** The log of a running server: one line for each exchange and each defect. */
import { systemWall } from '../../src/harness/clock.ts'
import type { ApiRequest, ApiResponse } from '../../src/http/messages.ts'

export type LogFormat = 'pretty' | 'json' | 'silent'

export interface ServerLog {
  exchange(tenant: string, request: ApiRequest, response: ApiResponse): void
  /** Logs our own defect, at error level: a simulator broke its contract or threw. */
  defect(error: unknown): void
}

/** Where lines go: text with its line breaks. */
export type LogOutput = (text: string) => void

interface Line {
  level: Level
  message: string
  tenant?: string
  error?: Error
}

type Level = 'info' | 'warn' | 'error'

/** The numbers by which pino, bunyan and what reads their JSON know levels. */
const LEVELS = { info: 30, warn: 40, error: 50 } as const

export const silentLog: ServerLog = { exchange() {}, defect() {} }

/** Creates a log that writes all lines of one turn of the event loop together. */
export function createLog(format: LogFormat, output: LogOutput): ServerLog {
  if (format === 'silent') return silentLog
  const write = inTurns(output)
  const textOf = format === 'json' ? jsonLine : prettyLine
  const log = (line: Line) => write(textOf(line, systemWall.now()))

  return {
    exchange(tenant, { method, path, query }, { status, headers }) {
      const level = status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info'
      const operation = headers['x-tvilling-operation'] ?? 'unmatched'
      const reason = headers['x-tvilling-reason']
      const target = query ? `${path}?${query}` : path
      const message = `${status} ${method} ${target} ${operation}${reason ? ` (${reason})` : ''}`
      log({ level, message, tenant })
    },

    defect(thrown) {
      const error = thrown instanceof Error ? thrown : new Error(String(thrown))
      log({ level: 'error', message: 'a defect of Tvilling: please report it', error })
    },
  }
}

/** One JSON object per line, with the members that pino gives them. */
function jsonLine({ level, message, tenant, error }: Line, at: number): string {
  const err = error && { type: error.name, message: error.message, stack: error.stack }
  return `${JSON.stringify({ level: LEVELS[level], time: at, tenant, err, msg: message })}\n`
}

/** A line for people, such as `[11:43:23.258] WARN: 404 GET /nope unmatched`. The time is in UTC. */
function prettyLine({ level, message, error }: Line, at: number): string {
  const details = error ? `\n    ${String(error.stack).replaceAll('\n', '\n    ')}` : ''
  return `[${new Date(at).toISOString().slice(11, 23)}] ${level.toUpperCase()}: ${message}${details}\n`
}

/** To write each line by itself costs more than the exchange that it is about. */
function inTurns(output: LogOutput): LogOutput {
  let waiting = ''
  function flush(): void {
    if (waiting) output(waiting)
    waiting = ''
  }
  // A process that ends meanwhile still writes what waits.
  process.once('exit', flush)
  return (text) => {
    if (!waiting) setImmediate(flush)
    waiting += text
  }
}
