import { expect, test } from 'vitest'
import { mailbox } from '../engine/mailbox.ts'
import { logIn } from '../engine/sample.ts'
import { openTwoHarnesses } from './two-harnesses.ts'

test('each message is sent once, in order, whichever server sends it', async () => {
  const post = mailbox()
  await using two = await openTwoHarnesses({ webhooks: { send: post.send } })
  const { call } = await logIn(two.one)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  const days = Array.from({ length: 20 }, (_, index) => `2026-02-${String(index + 1).padStart(2, '0')}`)
  for (const [index, until] of days.entries()) {
    const harness = index % 2 === 0 ? two.one : two.other
    await harness.events.fire({ simulator: 'library', event: 'CLOSED', until })
  }
  await Promise.all([two.one.deliveries.settled(), two.other.deliveries.settled()])
  expect(post.letters.map(({ body }) => JSON.parse(body).until)).toEqual(days)
  const states = (await two.other.deliveries.list()).map(({ state }) => state)
  expect(states).toEqual(days.map(() => 'DELIVERED'))
})

test('an advance waits for the message that another server is sending', async () => {
  /** The servers in the order in which each sent a message. */
  const senders: number[] = []
  let asked = () => {}
  const arrived = new Promise<void>((done) => {
    asked = done
  })
  let reply: (status: number) => void = () => {}
  const receiver = (server: number) =>
    mailbox(() => {
      senders.push(server)
      if (senders.length > 1) return 200
      asked()
      return () =>
        new Promise<number>((done) => {
          reply = done
        })
    })
  await using two = await openTwoHarnesses({}, [
    { webhooks: { send: receiver(0).send } },
    { webhooks: { send: receiver(1).send } },
  ])
  const { call } = await logIn(two.one)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  await two.one.events.fire({ simulator: 'library', event: 'CLOSED', until: '2026-02-01' })
  await arrived
  const idle = senders[0] === 0 ? two.other : two.one
  let advanced = false
  const advance = idle.clock.advance('PT10M').then((result) => {
    advanced = true
    return result
  })
  await new Promise((done) => setTimeout(done, 200))
  expect(advanced).toBe(false)
  reply(500)
  const { deliveries } = await advance
  // The retry fell due in the advance, and was sent by the server that advances.
  expect(deliveries).toMatchObject([{ attempt: 2, state: 'DELIVERED' }])
  expect(senders).toEqual(senders[0] === 0 ? [0, 1] : [1, 0])
})
