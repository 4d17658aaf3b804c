/** Request ids: one counts from its receipt, for all callers together, and is free again after its time. */
import { durationOf, toIso } from 'tvilling'
import { requestIdErAlleredeModtaget } from './problems.ts'
import type { ApiContext, CallContext, ReceivedRequestId } from './states.ts'

/**
 * Notes a request id, unless it is known: then nothing is noted and its first receipt is returned. Forgets, on
 * the way, those whose time is over, so that no more are kept than came within that time (IN-03, IN-04, IN-22).
 */
export async function receiveRequestId(
  requestId: string,
  operation: string,
  { clock, settings, collections: { requestIds } }: ApiContext,
  exchange?: number,
): Promise<ReceivedRequestId | undefined> {
  const now = clock.now()
  // An id that is exactly as old as the retention is free again.
  await requestIds.deleteBelow('receivedAt', now - durationOf(settings.requestIdRetention) + 1)
  const inserted = await requestIds.insert({ requestId, receivedAt: now, operation, exchange })
  return inserted ? undefined : requestIds.get(requestId)
}

/** Refuses a request whose id was received before; the headers are checked, the body not yet (IN-03, IN-23). */
export async function admit(context: CallContext) {
  const { request, operation } = context
  if (operation === 'requestToken') return undefined
  const requestId = request.headers['x-requestid'] ?? ''
  const first = await receiveRequestId(requestId, operation, context, context.exchange)
  if (!first) return undefined
  const since = toIso(first.receivedAt)
  const until = toIso(first.receivedAt + durationOf(context.settings.requestIdRetention))
  const where = first.exchange === undefined ? '' : `, in exchange ${first.exchange}`
  context.setReason(
    `IN-03: the request id came first with ${first.operation} at ${since}${where}; free at ${until}.`,
  )
  return requestIdErAlleredeModtaget()
}
