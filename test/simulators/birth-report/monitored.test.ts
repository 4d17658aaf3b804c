import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { logIn, MOVE, withWebhook } from '../person-monitoring/client.ts'
import { report, send } from './client.ts'

eachDoor('[BR-22] a child can be monitored, and its move sends a message', async (door) => {
  const { body } = await send(door, report(1))
  const number = body.personalIdentityNumber
  const client = await logIn(door)
  expect((await client.update(`personalNumber\n${number}\n`)).status).toBe(200)
  await door.control.clock.advance('PT10M')
  expect(await client.bundle()).toMatchObject({ status: 'APPROVED' })
  await withWebhook(door, async ({ received }) => {
    await door.control.people.change(number, MOVE)
    await door.control.deliveries.settled()
    const payloads = received.filter((message) => message.body['requestType'] === 'payload')
    expect(payloads).toHaveLength(1)
    expect(payloads[0]?.raw).toContain(number)
  })
})
