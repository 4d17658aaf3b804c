import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { type Door, eachDoor } from '../../doors.ts'
import { MOTHER, parent, type Report, report, send } from './client.ts'

/** The code of a report that waits for somebody; its reason names the mother and the rule. */
async function codeOf(door: Door, sent: Report): Promise<string> {
  const answer = await send(door, sent)
  expect(answer.status).toBe(202)
  expect(answer.reason).toMatch(/^BR-27: /)
  expect(answer.headers.get('x-tvilling-evidence')).toContain('BR-27')
  return answer.body.message.messageConfirmationCode
}

eachDoor('[BR-27] a mother who is dead on the day of birth is 202', async (door) => {
  expect(await codeOf(door, report(1, { mother: parent(numberOf('deceased')) }))).toBe('206')
  await door.control.people.change(MOTHER, { deceasedOn: '2025-12-24' })
  expect(await codeOf(door, report(2))).toBe('206')
  expect((await send(door, report(3, { child: { date: '2025-12-23' } }))).status).toBe(201)
  await door.control.people.change(MOTHER, { deceasedOn: null })
  expect((await send(door, report(4))).status).toBe(201)
})

eachDoor('[BR-27] a mother who has emigrated is 202, from that day on', async (door) => {
  expect(await codeOf(door, report(1, { mother: parent(numberOf('emigrated')) }))).toBe('207')
  await door.control.people.change(MOTHER, { emigratedOn: '2026-01-02' })
  expect((await send(door, report(2))).status).toBe(201)
  await door.control.clock.advance('P1D')
  expect(await codeOf(door, report(3, { child: { order: 2 } }))).toBe('207')
})

eachDoor('[BR-27] a mother born after the child, or less than twelve years before, is 202', async (door) => {
  const daughter = parent(numberOf('first-child'))
  const born = (date: string, mother = daughter) => ({ mother, child: { date } })
  expect(await codeOf(door, report(1, born('2025-12-24')))).toBe('208')
  expect(await codeOf(door, report(2, born('2016-05-04')))).toBe('208')
  expect((await send(door, report(3, born('2016-05-04')))).reason).toContain('after the child')
  const nobody = parent(numberOf('nobody'))
  expect(await codeOf(door, report(4, born('1989-07-06', nobody)))).toBe('208')
  expect((await send(door, report(5, born('1989-07-07', nobody)))).status).toBe(201)
})

eachDoor('[BR-27] a mother who is given as the father as well is 202', async (door) => {
  const father = parent('19940408-2381')
  expect(await codeOf(door, report(1, { father }))).toBe('209')
  expect((await send(door, report(2, { father: parent(numberOf('father')) }))).status).toBe(201)
})

eachDoor(
  '[BR-17] [BR-27] what is known to be wrong counts before, a day without numbers after',
  async (door) => {
    const mother = parent(numberOf('deceased'))
    await door.control.scenarios.load('birth-series-exhausted', { date: '2025-12-24' })
    expect(await codeOf(door, report(1, { mother }))).toBe('206')
    const dead = await send(door, report(2, { mother, child: { aliveAtBirth: false } }))
    expect(dead.body.message.messageConfirmationCode).toBe('204')
  },
)
