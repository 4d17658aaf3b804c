/** The log of a running server: one line for each exchange and each defect. */
import { systemWall } from '../../src/harness/clock.ts'
import type { ApiRequest, ApiResponse } from '../../src/http/messages.ts'
import { StoreUnavailable } from '../../src/store/shared-store.ts'
import { StoreFailure } from '../../src/store/store-errors.ts'

export type LogFormat = 'pretty' | 'json' | 'silent'

export interface ServerLog {
  exchange(tenant: string, request: ApiRequest, response: ApiResponse): void
  /**
   * Logs our own defect, at error level: a simulator broke its contract or threw. What the disk or the file of a store
   * refuses is no defect: the reason is logged once, however many requests it fails. Neither is a database that is away.
   */
  defect(error: unknown): void
}

/** Where lines go: text with its line breaks. */
export type LogOutput = (text: string) => void

export const silentLog: ServerLog = { exchange() {}, defect() {} }

const DEFECT = 'a defect of Tvilling: please report it'

/** Creates a log that writes all lines of one turn of the event loop together. A silent log loads no library. */
export async function createLog(format: LogFormat, output: LogOutput): Promise<ServerLog> {
  if (format === 'silent') return silentLog
  const write = inTurns(output)
  return format === 'json' ? jsonLog(write) : prettyLog(write)
}

/** JSON objects, one on each line, for programs. */
async function jsonLog(write: LogOutput): Promise<ServerLog> {
  const { pino } = await import('pino')
  const isFirst = createFirsts()
  const logger = pino({ base: null }, { write })
  return {
    exchange(tenant, request, response) {
      const { status, headers } = response
      const fields = {
        tenant,
        method: request.method,
        path: request.path,
        status,
        operation: headers['x-tvilling-operation'],
        exchange: Number(headers['x-tvilling-exchange']),
        reason: headers['x-tvilling-reason'],
      }
      logger[levelOf(status)](fields, textOf(request, response))
    },
    defect(error) {
      const failure = failureOf(error)
      if (failure === undefined) logger.error(error, DEFECT)
      else if (isFirst(failure)) logger.error({}, failure.message)
    },
  }
}

/** Lines for people, such as `[11:43:23.258] WARN: 404 GET /nope unmatched`. The time is in UTC. */
function prettyLog(write: LogOutput): ServerLog {
  const isFirst = createFirsts()
  const line = (level: string, text: string) => {
    const time = new Date(systemWall.now()).toISOString().slice(11, 23)
    write(`[${time}] ${level.toUpperCase()}: ${text}\n`)
  }
  return {
    exchange: (_, request, response) => line(levelOf(response.status), textOf(request, response)),
    defect(thrown) {
      const failure = failureOf(thrown)
      if (failure) {
        if (isFirst(failure)) line('error', failure.message)
        return
      }
      const stack = thrown instanceof Error ? String(thrown.stack) : String(thrown)
      line('error', `${DEFECT}\n    ${stack.replaceAll('\n', '\n    ')}`)
    },
  }
}

const failureOf = (thrown: unknown) =>
  thrown instanceof StoreFailure || thrown instanceof StoreUnavailable ? thrown : undefined

/** Tells whether an error is reported for the first time. */
function createFirsts(): (error: Error) => boolean {
  const known = new WeakSet<Error>()
  return (error) => !known.has(error) && known.add(error) !== undefined
}

const levelOf = (status: number) => (status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info')

function textOf({ method, path, query }: ApiRequest, { status, headers }: ApiResponse): string {
  const operation = headers['x-tvilling-operation'] ?? 'unmatched'
  const reason = headers['x-tvilling-reason']
  return `${status} ${method} ${query ? `${path}?${query}` : path} ${operation}${reason ? ` (${reason})` : ''}`
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
