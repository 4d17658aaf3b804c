import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { logIn, MOVE, manyNumbers, PERSON, phasesOf, withWebhook } from './client.ts'

eachDoor(
  '[PM-02] [PM-19] [PM-22] 50,000 rows are taken at once, twice, and one of them is found when it changes',
  async (door) => {
    const client = await logIn(door)
    const numbers = [...(await manyNumbers(door, 49_999)), PERSON]
    const csv = await client.update(`personalNumber\r\n${numbers.join('\r\n')}\r\n`)
    expect(csv.body).toMatchObject({ status: 'SENT_IN', entityCount: 50_000 })
    const json = await client.update(JSON.stringify(numbers.map((personalNumber) => ({ personalNumber }))), {
      type: 'application/json',
    })
    expect(json.body).toMatchObject({ status: 'SENT_IN', entityCount: 50_000 })
    await door.control.clock.advance('PT8M')
    await withWebhook(door, async (receiver) => {
      await door.control.people.change(PERSON, MOVE)
      await door.control.deliveries.settled()
      expect(phasesOf(receiver)).toEqual(['continue', 'payload'])
    })
  },
)
