/** A library with one webhook, for tests of delivery faults. */
import type { DeliveryFault, Harness } from 'tvilling'
import { type Mailbox, mailbox } from './mailbox.ts'
import { type Caller, logIn, openLibrary } from './sample.ts'

type Own<F> = F extends DeliveryFault ? Omit<F, 'simulator'> : never

export interface Faulty {
  harness: Harness
  caller: Caller
  post: Mailbox
  declare(fault: Own<DeliveryFault>): Promise<unknown>
  /** Causes a message that says when the library closes. */
  close(until: string): Promise<unknown>
  /** The messages that the receiver got, by the day in each. */
  days(): string[]
  [Symbol.asyncDispose](): Promise<void>
}

export async function faultyDeliveries(reply?: Parameters<typeof mailbox>[0]): Promise<Faulty> {
  const post = mailbox(reply)
  const harness = await openLibrary({ webhooks: { send: post.send } })
  const caller = await logIn(harness)
  await caller.call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  return {
    harness,
    caller,
    post,
    declare: (fault) => harness.faults.add({ simulator: 'library', ...fault }),
    close: (until) => harness.events.fire({ simulator: 'library', event: 'CLOSED', until }),
    days: () => post.letters.map(({ body }) => String(JSON.parse(body).until).slice(-2)),
    [Symbol.asyncDispose]: harness[Symbol.asyncDispose],
  }
}
