import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { MOVE, PERSON, phasesOf, withWebhook } from './client.ts'
import { isGenuine } from './signature.ts'

const NOW = Date.parse('2026-01-01T00:00:00Z') / 1_000

eachDoor('[PM-14] a receiver that checks signatures refuses what is stale or forged', async (door) => {
  await door.control.scenarios.load('bundle-approved', { id: 'b1' })
  await withWebhook(door, async (receiver) => {
    const simulator = 'person-monitoring'
    await door.control.faults.add({ simulator, fault: 'stale-timestamp', by: 'PT6M', times: 1 })
    await door.control.faults.add({ simulator, fault: 'wrong-secret', times: 1 })
    receiver.answer(400, 400, 200)
    await door.control.people.change(PERSON, MOVE)
    await door.control.clock.advance('PT1H')
    expect(phasesOf(receiver), await door.control.deliveries.explain()).toEqual([
      'continue',
      'continue',
      'continue',
      'payload',
    ])
    const genuine = receiver.received.map(({ headers, raw }, index) =>
      isGenuine(headers['roaring-signature'], raw, receiver.secret, NOW + [0, 60, 360, 360][index]!),
    )
    expect(genuine).toEqual([false, false, true, true])
  })
})
