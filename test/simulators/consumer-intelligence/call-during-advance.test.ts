import { expect } from 'vitest'
import { journey } from '../../doors.ts'
import { REFUSED, withCaller } from './calling-receiver.ts'
import { logIn } from './client.ts'

journey(
  'a receiver that advances the clock while an advance waits for it is refused at once',
  async (door) => {
    await withCaller(door, async (url, outcomes) => {
      const client = await logIn(door)
      await client.createWebhook(url)
      const { now } = await door.control.clock.advance('PT1M')
      expect(outcomes).toEqual([REFUSED])
      expect(now).toBe('2026-01-01T00:01:00.000Z')
    })
  },
)
