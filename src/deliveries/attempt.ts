/** One attempt to deliver a webhook message, with real HTTP. */
import { durationOf, toIso, wallTimeout } from '../harness/clock.ts'
import { letGo } from '../http/messages.ts'
import type { Settings } from '../simulator/settings.ts'
import { repetition } from './begun-attempt.ts'
import type { Attempt, Delivery, Outcome } from './delivery.ts'
import type { DeliveryProtocol, WebhookMessage } from './protocol.ts'
import { webhookUrlProblem } from './webhook-url.ts'

export interface Sending {
  protocol: DeliveryProtocol
  settings: Settings
  now: number
  send: typeof fetch
  allow: (url: URL) => boolean
  /** Sends nothing and makes the attempt fail, for this reason. */
  unsent?: string
  /** The time in the message, if it is not that of the attempt. */
  stamp?: number
  /** The message was accepted and is sent once more. */
  again?: true
}

/** Makes one attempt and returns the delivery after it. Never throws: a receiver's failure is recorded. */
export async function attempt(delivery: Delivery, sending: Sending): Promise<Delivery> {
  const { protocol, settings, now, allow, stamp = now, again } = sending
  const url = URL.parse(delivery.url)
  // An older version, or a snapshot, may have stored it.
  const unsent = url ? sending.unsent : `The URL ${webhookUrlProblem(delivery.url) ?? 'is not a URL'}.`
  if (url && !allow(url)) {
    const steps = [
      { name: 'blocked', headers: {}, status: undefined, error: 'The host is not on the allow-list.' },
    ]
    const made: Attempt = { at: toIso(now), steps, outcome: 'declined' }
    return {
      ...delivery,
      state: 'BLOCKED',
      nextAttemptAt: undefined,
      attempts: [...delivery.attempts, made],
    }
  }
  const steps: Attempt['steps'] = []
  let outcome: Outcome = 'accepted'
  for (const step of protocol.steps) {
    const message = step.message(delivery, { now: stamp, settings })
    const result =
      unsent === undefined ? await post(delivery.url, message, sending) : { status: undefined, error: unsent }
    steps.push({ name: step.name, headers: message.headers, ...result })
    outcome = result.status === undefined ? 'retry' : step.outcome(result.status)
    if (outcome !== 'accepted') break
  }
  const attempts = [
    ...delivery.attempts,
    { at: toIso(now), steps, outcome, ...repetition(delivery), ...(again && { again }) },
  ]
  // The provider counts neither the repetitions that a fault caused nor what a kill interrupted.
  const tries = attempts.filter((made) => !made.again && made.outcome !== 'unknown').length
  const pause = outcome === 'retry' && !again ? protocol.retries(settings)[tries - 1] : undefined
  return {
    ...delivery,
    attempts,
    state: again ? delivery.state : stateAfter(outcome, pause),
    nextAttemptAt: pause === undefined ? undefined : toIso(now + durationOf(pause)),
  }
}

function stateAfter(outcome: Outcome, pause: string | undefined): Delivery['state'] {
  if (outcome === 'accepted') return 'DELIVERED'
  if (outcome === 'declined') return 'DECLINED'
  return pause === undefined ? 'FAILED' : 'PENDING'
}

async function post(
  url: string,
  { headers, body }: WebhookMessage,
  { send, protocol, settings }: Sending,
): Promise<{ status: number | undefined; error: string | undefined }> {
  try {
    const signal = wallTimeout(durationOf(protocol.timeout(settings)))
    const response = await send(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    letGo(response.body)
    return { status: response.status, error: undefined }
  } catch (error) {
    return { status: undefined, error: describe(error) }
  }
}

/** What a `fetch` threw: by its cause, if that tells more. */
function describe(error: unknown): string {
  const { cause, message } = (error ?? {}) as {
    cause?: { code?: string; message?: string }
    message?: string
  }
  return cause?.code ?? cause?.message ?? message ?? String(error)
}
