import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { CSV, JSON_FILE, logIn, MOVE, manyNumbers, PERSON, phasesOf, withWebhook } from './client.ts'
import { isGenuine } from './signature.ts'

for (const [name, content, file] of [
  ['CSV', CSV, {}],
  ['JSON', JSON_FILE, { type: 'application/json', name: 'persons.json' }],
] as const) {
  eachDoor(
    `[PM-02] [PM-06] [PM-18] a bundle updated by ${name} is APPROVED at the second poll, two minutes apart`,
    async (door) => {
      const client = await logIn(door)
      expect((await client.update(content, file)).body.status).toBe('PENDING')
      const seen: unknown[] = []
      for (const _poll of [1, 2]) {
        await door.control.clock.advance('PT2M')
        seen.push((await client.bundle())?.status)
      }
      expect(seen).toEqual(['PENDING', 'APPROVED'])
    },
  )
}

eachDoor(
  "[PM-05] [PM-06] [PM-18] a large file starts at SENT_IN, and a person's move is sent when it is APPROVED",
  async (door) => {
    const client = await logIn(door)
    const numbers = [PERSON, ...(await manyNumbers(door, 1_000))]
    expect((await client.update(numbers.join('\n'))).body.status).toBe('SENT_IN')
    const seen: unknown[] = []
    while (!['APPROVED', 'INCORRECT', 'MISSING'].includes(String(seen.at(-1)))) {
      await door.control.clock.advance('PT2M')
      seen.push((await client.bundle())?.status)
    }
    expect(seen).toEqual(['SENT_IN', 'PENDING', 'PENDING', 'APPROVED'])
    await withWebhook(door, async (receiver) => {
      await door.control.people.change(PERSON, MOVE)
      await door.control.deliveries.settled()
      expect(phasesOf(receiver)).toEqual(['continue', 'payload'])
      const now = Date.parse((await door.control.clock.read()).now) / 1_000
      for (const { headers, raw } of receiver.received) {
        expect(isGenuine(headers['roaring-signature'], raw, receiver.secret, now)).toBe(true)
      }
    })
  },
)

eachDoor('[PM-20] a file with a bad number ends INCORRECT', async (door) => {
  const client = await logIn(door)
  const updated = await client.update(`${PERSON}\n${numberOf('wrong-check-digit')}\n`)
  expect(updated).toMatchObject({ status: 200, body: { status: 'PENDING', entityCount: 2 } })
  expect(updated.reason).toContain('INCORRECT')
  await door.control.clock.advance('PT2M')
  expect((await client.bundle())?.status).toBe('PENDING')
  await door.control.clock.advance('PT2M')
  expect((await client.bundle())?.status).toBe('INCORRECT')
})
