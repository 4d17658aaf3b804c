/** Request ids: an id is taken from its receipt on, for all callers, and is free again after its retention time. */
import { durationOf, toIso } from 'tvilling'
import { REPEATED } from './danish.ts'
import { requestIdErAlleredeModtaget, valideringsfejl } from './problems.ts'
import { isRepeated } from './repeated-header.ts'
import type { ApiContext, CallContext, ReceivedRequestId } from './states.ts'

/**
 * Stores a request id, and deletes the ids whose retention time is over, so that the store does not grow without limit
 * (IN-03, IN-04, IN-22).
 * @returns the first receipt of an id that is already stored; `undefined` if the id is new.
 */
export async function receiveRequestId(
  requestId: string,
  operation: string,
  { clock, settings, collections: { requestIds } }: ApiContext,
  exchange?: number,
): Promise<ReceivedRequestId | undefined> {
  const now = clock.now()
  // An id that is exactly as old as the retention time is free again.
  await requestIds.deleteBelow('receivedAt', now - durationOf(settings.requestIdRetention) + 1)
  const inserted = await requestIds.insert({ requestId, receivedAt: now, operation, exchange })
  return inserted ? undefined : requestIds.get(requestId)
}

/**
 * Refuses a request whose id is empty or repeated, which is not remembered, or was received before; after the check of the
 * headers and before that of the body (IN-03, IN-22, IN-23, IN-29).
 */
export async function admit(context: CallContext) {
  const { request, operation } = context
  if (operation === 'requestToken') return undefined
  const requestId = request.headers['x-requestid'] ?? ''
  if (requestId === '') {
    context.setReason('IN-22: the request id is empty.', 'IN-22')
    return valideringsfejl('header x-requestId mangler')
  }
  if (isRepeated(requestId)) {
    context.setReason('IN-29: the request has several request ids.', 'IN-29')
    return valideringsfejl(`header x-requestId ${REPEATED}`)
  }
  const first = await receiveRequestId(requestId, operation, context, context.exchange)
  if (!first) return undefined
  const since = toIso(first.receivedAt)
  const until = toIso(first.receivedAt + durationOf(context.settings.requestIdRetention))
  const where = first.exchange === undefined ? '' : `, in exchange ${first.exchange}`
  context.setReason(
    `IN-03: the request id came first with ${first.operation} at ${since}${where}; free at ${until}.`,
    'IN-03',
    'IN-04',
    'IN-22',
  )
  return requestIdErAlleredeModtaget()
}
