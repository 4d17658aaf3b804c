/** Answers in our own form: to requests at paths of nobody, and to requests there that break HTTP itself. */
import { explainMiss } from './failure.ts'
import type { ApiRequest, ApiResult, UnreadRequest } from './messages.ts'

interface OwnAnswer {
  result: ApiResult
  reason: string
}

/** Why a request breaks HTTP itself; undefined if it was read. */
export function unreadOf({ refused }: Pick<ApiRequest, 'refused'>): UnreadRequest | undefined {
  return typeof refused === 'object' ? refused : undefined
}

/** No simulator has a similar path. */
export function nowhere(
  request: ApiRequest,
  { nearest, why }: { nearest: string[]; why: string[] },
): OwnAnswer {
  const unread = unreadOf(request)
  if (unread) return own(unread.status, { error: unread.detail }, unread.detail)
  const reason = explainMiss(why)
  const message = `${request.method} ${request.path}: ${reason}`
  return own(404, { error: 'not-found', message, nearest }, reason)
}

function own(status: number, body: object, reason: string): OwnAnswer {
  return { result: { status, headers: { 'content-type': 'application/json' }, body }, reason }
}
