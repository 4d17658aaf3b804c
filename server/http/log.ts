/**
 * The log of a running server: one line for each exchange, each defect and each event of the server itself. Secrets and
 * identity numbers of requests are left out.
 */
import type { Logger } from 'pino'
import { systemWall } from '../../src/harness/clock.ts'
import type { ApiRequest, ApiResponse } from '../../src/http/messages.ts'
import { StoreUnavailable } from '../../src/store/shared-store.ts'
import { StoreFailure } from '../../src/store/store-errors.ts'
import type { Redactor } from '../telemetry/redact.ts'

export type LogFormat = 'pretty' | 'json' | 'silent'

export interface ServerLog {
  /** @param took milliseconds from the whole request to its answer. */
  exchange(tenant: string, request: ApiRequest, response: ApiResponse, took: number): void
  /**
   * Logs our own defect, at error level: a simulator broke its contract or threw. What the disk or the file of a store
   * refuses is no defect: the reason is logged once, however many requests it fails. Neither is a database that is away.
   */
  defect(error: unknown): void
  /** Says something of the server itself, in every format. In JSON, the line has the fields as well. */
  announce?(text: string, fields?: Readonly<Record<string, unknown>>): void
}

/** The log of the command line. */
export interface CommandLog extends ServerLog {
  announce(text: string, fields?: Readonly<Record<string, unknown>>): void
}

/** Where lines go: text with its line breaks. */
export type LogOutput = (text: string) => void

export const silentLog: ServerLog = { exchange() {}, defect() {} }

const DEFECT = 'a defect of Tvilling: please report it'

/** Creates a log that writes all lines of one turn of the event loop together. A silent log loads no library. */
export async function createLog(format: LogFormat, output: LogOutput): Promise<CommandLog> {
  if (format === 'silent') return { ...silentLog, announce: (text) => output(`${text}\n`) }
  const write = inTurns(output)
  const { createRedactor } = await import('../telemetry/redact.ts')
  return format === 'json' ? jsonLog(write, createRedactor()) : prettyLog(write, createRedactor())
}

/** JSON objects, one on each line, for programs. */
async function jsonLog(write: LogOutput, redactor: Redactor): Promise<CommandLog> {
  const { pino } = await import('pino')
  const isFirst = createFirsts()
  const serializers = { err: (error: Error) => clean(pino.stdSerializers.err(error)) }
  const logger: Logger = pino({ base: null, serializers }, { write })
  return {
    exchange(tenant, request, response, took) {
      const { status, headers } = response
      const shown = shownOf(request, response, redactor)
      const fields = {
        tenant,
        method: request.method,
        path: shown.path,
        status,
        operation: headers['x-tvilling-operation'],
        exchange: Number(headers['x-tvilling-exchange']),
        duration: Math.round(took * 100) / 100,
        reason: shown.reason,
      }
      logger[levelOf(status)](fields, textOf(request, response, shown))
    },
    defect(error) {
      const failure = failureOf(error)
      if (failure === undefined) logger.error({ err: error }, DEFECT)
      else if (isFirst(failure)) logger.error({}, redactor.text(failure.message))
    },
    announce: (text, fields = {}) => logger.info(fields, text),
  }

  /** An error as JSON, with its causes and all that it carries. */
  function clean(value: unknown, name = '', depth = 0): unknown {
    if (typeof value === 'string') return redactor.member(name, value)
    if (typeof value !== 'object' || value === null) return value
    if (depth > DEPTH) return undefined
    if (Array.isArray(value)) return value.map((item) => clean(item, name, depth + 1))
    return Object.fromEntries(
      Object.entries(value).map(([member, of]) => [member, clean(of, member, depth + 1)]),
    )
  }
}

/** How deep the members of an error are looked at. */
const DEPTH = 5

/** Lines for people, such as `[11:43:23.258] WARN: 404 GET /nope unmatched`. The time is in UTC. */
function prettyLog(write: LogOutput, redactor: Redactor): CommandLog {
  const isFirst = createFirsts()
  const line = (level: string, text: string) => {
    const time = new Date(systemWall.now()).toISOString().slice(11, 23)
    write(`[${time}] ${level.toUpperCase()}: ${text}\n`)
  }
  return {
    exchange: (_, request, response) =>
      line(levelOf(response.status), textOf(request, response, shownOf(request, response, redactor))),
    defect(thrown) {
      const failure = failureOf(thrown)
      if (failure) {
        if (isFirst(failure)) line('error', redactor.text(failure.message))
        return
      }
      const stack = redactor.text(thrown instanceof Error ? String(thrown.stack) : String(thrown))
      line('error', `${DEFECT}\n    ${stack.replaceAll('\n', '\n    ')}`)
    },
    announce: (text) => write(`${text}\n`),
  }
}

/** The failure of a store, which is no defect of ours: the disk or the database is at fault. */
export const failureOf = (thrown: unknown) =>
  thrown instanceof StoreFailure || thrown instanceof StoreUnavailable ? thrown : undefined

/** Tells whether an error is reported for the first time. */
function createFirsts(): (error: Error) => boolean {
  const known = new WeakSet<Error>()
  return (error) => !known.has(error) && known.add(error) !== undefined
}

const levelOf = (status: number) => (status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info')

interface Shown {
  path: string
  query: string
  reason: string | undefined
}

function shownOf(request: ApiRequest, { headers }: ApiResponse, redactor: Redactor): Shown {
  const reason = headers['x-tvilling-reason']
  return {
    path: redactor.path(request.path),
    query: redactor.query(request.query),
    reason: reason && redactor.text(reason, request.headers['authorization']),
  }
}

function textOf({ method }: ApiRequest, { status, headers }: ApiResponse, shown: Shown): string {
  const { path, query, reason } = shown
  const operation = headers['x-tvilling-operation'] ?? 'unmatched'
  return `${status} ${method} ${query ? `${path}?${query}` : path} ${operation}${reason ? ` (${reason})` : ''}`
}

/** To write each line by itself costs more than the exchange that it is about. */
function inTurns(output: LogOutput): LogOutput {
  let waiting = ''
  function flush(): void {
    if (waiting) output(waiting)
    waiting = ''
    process.off('exit', flush)
  }
  return (text) => {
    if (!waiting) {
      setImmediate(flush)
      // A process that ends meanwhile still writes what waits.
      process.on('exit', flush)
    }
    waiting += text
  }
}
