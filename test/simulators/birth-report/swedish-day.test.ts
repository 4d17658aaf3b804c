import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { MOTHER, parent, propertiesOf, report, send } from './client.ts'

const born = (date: string) => ({ child: { date } })

eachDoor('[BR-15] [BR-24] the day begins when it is midnight in Stockholm', async (door) => {
  await door.control.clock.advance('PT22H59M59S')
  const early = await send(door, report(1, born('2026-01-02')))
  expect(propertiesOf(early)).toEqual(['child.date'])
  expect(early.body.invalidParameters[0].reason).toBe('must not be after 2026-01-01')
  await door.control.clock.advance('PT1S')
  expect((await send(door, report(2, born('2026-01-02')))).status).toBe(201)
})

eachDoor(
  '[BR-24] in summer that is two hours before midnight UTC',
  async (door) => {
    expect((await send(door, report(1, born('2026-07-01')))).status).toBe(400)
    await door.control.clock.advance('PT1S')
    expect((await send(door, report(2, born('2026-07-01')))).status).toBe(201)
    const made = await door.control.scenarios.load('birth-registered', { mother: numberOf('wife') })
    expect(made).toMatchObject({ report: { child: { date: '2026-07-01' } } })
  },
  { now: '2026-06-30T21:59:59Z' },
)

eachDoor(
  '[BR-24] whoever moves then has the new address from the new day on',
  async (door) => {
    const address = { streetName: 'Nygatan', streetNumber: '7', postalCode: '90325', city: 'Umeå' }
    const moved = await door.control.people.change(MOTHER, { address })
    expect(moved['addresses']).toMatchObject([{ from: '2026-01-02' }, { to: '2026-01-02' }])
    const dane = await door.control.people.change(numberOf('danish'), { address })
    expect(dane['addresses']).toMatchObject([{ from: '2026-01-02' }, { to: '2026-01-02' }])
    const finn = await door.control.people.change(numberOf('finnish'), { address })
    expect(finn['addresses']).toMatchObject([{ from: '2026-01-02' }, {}])
    expect((await send(door, report(1, { mother: parent(MOTHER), ...born('2026-01-02') }))).status).toBe(201)
  },
  { now: '2026-01-01T23:00:00Z' },
)
