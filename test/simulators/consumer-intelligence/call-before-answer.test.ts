import { expect } from 'vitest'
import { journey } from '../../doors.ts'
import { REFUSED, withCaller } from './calling-receiver.ts'
import { logIn } from './client.ts'

const simulator = 'consumer-intelligence'

journey('a receiver that advances the clock before the answer to a request is refused', async (door) => {
  await withCaller(door, async (url, outcomes) => {
    const client = await logIn(door)
    await door.control.faults.add({ simulator, fault: 'before-response', event: 'PING', times: 1 })
    await client.createWebhook(url)
    expect(outcomes).toEqual([REFUSED])
    expect(await door.control.deliveries.list()).toMatchObject([{ state: 'DELIVERED' }])
  })
})
