import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf, EVENTS, withReceiver } from './client.ts'

eachDoor('[OS-06] each event can be fired on command, and leaves the session as it is', (door) =>
  withReceiver(async ({ url, received }) => {
    const client = clientOf(door)
    const sessionId = await client.session({ webhooks: [{ url, events: EVENTS }] })
    for (const event of EVENTS) {
      const fired = await door.control.events.fire({ simulator: 'organization-session', event, sessionId })
      expect(fired).toEqual({ event, webhooks: 1 })
    }
    await door.control.deliveries.settled()
    expect(received.map(({ body }) => body['status'])).toEqual(EVENTS)
    expect(received[1]?.body['report']).toBe('aml')
    expect((await client.status(sessionId)).body.status).toBe('IN_PROGRESS')
  }),
)

eachDoor('an event for a session that does not exist says so', async (door) => {
  const event = { simulator: 'organization-session', event: 'AllDone', sessionId: 'ingen' }
  await expect(door.control.events.fire(event)).rejects.toThrow('ingen')
})
