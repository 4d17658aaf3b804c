import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { isSigned, logIn, typesOf, withReceiver } from './client.ts'

const simulator = 'consumer-intelligence'

eachDoor(
  'a message can arrive before the answer to the request that caused it: nobody knows its secret yet',
  async (door) => {
    await withReceiver(async (receiver) => {
      const client = await logIn(door)
      await door.control.faults.add({ simulator, fault: 'before-response', event: 'PING', times: 1 })
      const { secret } = await client.createWebhook(receiver.url)
      // Without `settled`: it was there before the answer.
      expect(typesOf(receiver.received)).toEqual(['PING'])
      expect(isSigned(receiver.received[0] as never, secret)).toBe(true)
      expect(await door.control.deliveries.list()).toMatchObject([
        { state: 'DELIVERED', faults: [{ fault: 'before-response', attempt: 1 }] },
      ])
      expect(await door.control.faults.list()).toEqual([])
    })
  },
)

eachDoor('a message can be signed with a wrong secret, or as if it were old', async (door) => {
  await withReceiver(async (receiver) => {
    const client = await logIn(door)
    const { secret } = await client.createWebhook(receiver.url)
    await door.control.deliveries.settled()
    await door.control.faults.add({ simulator, fault: 'wrong-secret', times: 1 })
    await door.control.faults.add({ simulator, fault: 'stale-timestamp', by: 'PT1H', times: 1 })
    await client.upload({ consumerId: 'a' })
    await client.upload({ consumerId: 'b' })
    await client.upload({ consumerId: 'c' })
    await door.control.deliveries.settled()
    const seen = receiver.received
      .slice(1)
      .map((message) => [message.headers['ci-signature-timestamp'], isSigned(message, secret)])
    expect(seen).toEqual([
      ['1767225600', false],
      ['1767222000', true],
      ['1767225600', true],
    ])
  })
})
