/** The log of a running server. */
import type { ApiRequest, ApiResponse } from '../../src/http/messages.ts'

export type LogFormat = 'pretty' | 'json' | 'silent'

export interface ServerLog {
  exchange(tenant: string, request: ApiRequest, response: ApiResponse): void
  /** Logs our own defect, at error level: a simulator broke its contract or threw. */
  defect(error: unknown): void
  info(text: string): void
}

export const silentLog: ServerLog = { exchange() {}, defect() {}, info() {} }

/** Creates a log. A silent log loads no library, so that the server starts fast. */
export async function createLog(format: LogFormat): Promise<ServerLog> {
  if (format === 'silent') return silentLog
  const { pino } = await import('pino')
  const logger = format === 'json' ? pino({ base: null }) : pino({ base: null }, await prettyStream())
  return {
    exchange(tenant, { method, path, query }, { status, headers }) {
      const level = status >= 500 ? 'error' : status >= 400 ? 'warn' : 'info'
      if (!logger.isLevelEnabled(level)) return
      const operation = headers['x-tvilling-operation'] ?? 'unmatched'
      const reason = headers['x-tvilling-reason']
      const target = query ? `${path}?${query}` : path
      const line = `${status} ${method} ${target} ${operation}${reason ? ` (${reason})` : ''}`
      logger[level]({ tenant }, line)
    },
    defect: (error) => logger.error(error, 'a defect of Tvilling: please report it'),
    info: (text) => logger.info(text),
  }
}

async function prettyStream() {
  const { default: pretty } = await import('pino-pretty')
  return pretty({ sync: true, colorize: process.stdout.isTTY === true, ignore: 'tenant' })
}
