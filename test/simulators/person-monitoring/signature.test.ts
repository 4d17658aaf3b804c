import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { MOVE, PERSON, phasesOf, withWebhook } from './client.ts'
import { isGenuine } from './signature.ts'

eachDoor('[PM-14] [PM-22] both messages are signed over the time and the raw body', async (door) => {
  await door.control.scenarios.load('bundle-approved', { id: 'b1' })
  await withWebhook(
    door,
    async ({ received, secret }) => {
      expect(secret).toBe('hemlig-åäö')
      await door.control.people.change(PERSON, MOVE)
      await door.control.deliveries.settled()
      expect(received).toHaveLength(2)
      const now = Date.parse('2026-01-01T00:00:00Z') / 1_000
      for (const { headers, raw } of received) {
        const header = headers['roaring-signature']
        expect(header).toMatch(/^t=1767225600,v1=[0-9a-f]{64}$/)
        expect(isGenuine(header, raw, secret, now)).toBe(true)
        expect(isGenuine(header, raw, 'another', now)).toBe(false)
        expect(isGenuine(header, `${raw} `, secret, now)).toBe(false)
        expect(isGenuine(header, raw, secret, now + 301)).toBe(false)
      }
    },
    { secret: 'hemlig-åäö' },
  )
})

eachDoor('[PM-14] [PM-15] a receiver that answers 400 gets the message again, signed anew', async (door) => {
  await door.control.scenarios.load('bundle-approved', { id: 'b1' })
  await withWebhook(door, async (receiver) => {
    receiver.answer(400, 200)
    await door.control.people.change(PERSON, MOVE)
    await door.control.deliveries.settled()
    expect(phasesOf(receiver)).toEqual(['continue'])
    await door.control.clock.advance('PT1M')
    expect(phasesOf(receiver)).toEqual(['continue', 'continue', 'payload'])
    const [first, ...later] = receiver.received
    for (const { body, headers, raw } of later) {
      expect(body['messageId']).toBe(first?.body['messageId'])
      expect(body['timestamp']).toBe(first?.body['timestamp'])
      expect(headers['roaring-signature']).toMatch(/^t=1767225660,/)
      expect(isGenuine(headers['roaring-signature'], raw, receiver.secret, 1_767_225_660)).toBe(true)
    }
  })
})
