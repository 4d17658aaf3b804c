/** The rate limit of a client (CI-32). Off by default. */
import { durationOf } from 'tvilling'
import { type ProblemAnswer, tooManyRequests } from './problems.ts'
import type { CallContext } from './states.ts'

/** Counts a request; refuses it if there are more than `rateLimitRequests` in `rateLimitPer` (CI-32). */
export async function admit(context: CallContext): Promise<ProblemAnswer<429> | undefined> {
  const { rateLimitRequests, rateLimitPer } = context.settings
  const client = context.client.id
  if (rateLimitRequests === 0 || client === '') return undefined
  const now = context.clock.now()
  const until = (since: number) => since + durationOf(rateLimitPer)
  const { requestCounts } = context.collections
  const counted = await requestCounts.get(client)
  const current = counted && now < until(counted.since) ? counted : { client, since: now, requests: 0 }
  if (current.requests >= rateLimitRequests) {
    context.setReason(`${client} may make ${rateLimitRequests} requests in ${rateLimitPer}.`, 'CI-32')
    return tooManyRequests(Math.ceil((until(current.since) - now) / 1_000), context)
  }
  await requestCounts.put({ ...current, requests: current.requests + 1 })
  return undefined
}
