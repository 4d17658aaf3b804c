import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { type Door, eachDoor } from '../../doors.ts'
import { MOTHER, parent, type Report, report, reportId, send } from './client.ts'

const protectedMother = parent(numberOf('protected-mother'))
const born = { dateOfBirth: { year: '1994', month: '04', day: '08' } }

/** Sends a report that somebody has to look at; tells the code. */
async function codeOf(door: Door, sent: Report): Promise<string> {
  const { status, body, reason } = await send(door, sent)
  expect(status).toBe(202)
  expect(body).toEqual({
    reportId: sent.reportId,
    message: {
      message: 'Födelsen är mottagen. Föräldern får besked från Skatteverket.',
      description: expect.stringMatching(/./),
      messageConfirmationCode: expect.stringMatching(/^20\d$/),
    },
  })
  expect(reason).toMatch(/^BR-17: /)
  return body.message.messageConfirmationCode
}

eachDoor('[BR-02] [BR-17] the same mother, date and order again is 202 with code 201', async (door) => {
  const first = await send(door, report(1))
  expect(await codeOf(door, report(2))).toBe('201')
  const boy = { gender: 'MALE', municipality: '0180' } as const
  expect(await codeOf(door, report(3, { child: boy }))).toBe('201')
  const { reason } = await send(door, report(4))
  expect(reason).toContain(first.body.personalIdentityNumber)
  expect((await send(door, report(5, { child: { order: 2 } }))).status).toBe(201)
  expect((await send(door, report(6, { child: { date: '2025-12-25' } }))).status).toBe(201)
  expect((await send(door, report(7, { mother: parent(numberOf('wife')) }))).status).toBe(201)
})

eachDoor('[BR-17] a child that the fixtures have is registered already', async (door) => {
  const mother = parent(numberOf('mother-of-two'))
  const child = { date: '2016-05-05' }
  expect(await codeOf(door, report(1, { mother, child }))).toBe('201')
  expect((await send(door, report(2, { mother, child: { ...child, order: 2 } }))).status).toBe(201)
  expect(await codeOf(door, report(3, { mother, child: { ...child, order: 2 } }))).toBe('201')
  expect(await codeOf(door, report(4, { mother, child }))).toBe('201')
})

eachDoor('[BR-17] a mother who is known by her date of birth only is 202', async (door) => {
  expect(await codeOf(door, report(1, { mother: born }))).toBe('202')
  expect(await codeOf(door, report(2, { mother: { dateOfBirth: { year: '1994' } } }))).toBe('202')
})

eachDoor('[BR-17] a mother with protected identity is 202, for as long as she has it', async (door) => {
  expect(await codeOf(door, report(1, { mother: protectedMother }))).toBe('203')
  await door.control.people.change(numberOf('protected-mother'), { protectedIdentity: false })
  expect((await send(door, report(2, { mother: protectedMother }))).status).toBe(201)
  await door.control.people.change(MOTHER, { protectedIdentity: true })
  expect(await codeOf(door, report(3))).toBe('203')
})

eachDoor('[BR-17] a child that was not alive at birth is 202, and no person', async (door) => {
  const child = { aliveAtBirth: false }
  expect(await codeOf(door, report(1, { child }))).toBe('204')
  expect(await codeOf(door, report(2, { child }))).toBe('204')
  const { body } = await send(door, report(3))
  expect(body.personalIdentityNumber).toBe('202512242385')
})

eachDoor('[BR-17] a day without a number left is 202, for the sex that has none', async (door) => {
  await door.control.scenarios.load('birth-series-exhausted', { date: '2025-12-24', gender: 'FEMALE' })
  expect(await codeOf(door, report(1))).toBe('205')
  expect((await send(door, report(2, { child: { gender: 'MALE' } }))).status).toBe(201)
  expect((await send(door, report(3, { child: { date: '2025-12-23' } }))).status).toBe(201)
})

eachDoor('[BR-17] of several reasons the first counts', async (door) => {
  const dead = { aliveAtBirth: false }
  await send(door, report(1))
  await door.control.scenarios.load('birth-series-exhausted', { date: '2025-12-24' })
  expect(await codeOf(door, report(2, { mother: born, child: dead }))).toBe('202')
  expect(await codeOf(door, report(3, { mother: protectedMother, child: dead }))).toBe('203')
  expect(await codeOf(door, report(4, { child: dead }))).toBe('204')
  expect(await codeOf(door, report(5))).toBe('201')
  expect(await codeOf(door, report(6, { child: { order: 2 } }))).toBe('205')
})

eachDoor('[BR-17] each reason has a description of its own', async (door) => {
  await send(door, report(1))
  await door.control.scenarios.load('birth-series-exhausted', { date: '2025-12-24' })
  const reports = [
    report(2),
    report(3, { mother: born }),
    report(4, { mother: protectedMother }),
    report(5, { child: { aliveAtBirth: false } }),
    report(6, { child: { order: 2 } }),
  ]
  const descriptions = []
  for (const sent of reports) descriptions.push((await send(door, sent)).body.message.description)
  expect(new Set(descriptions).size).toBe(reports.length)
  expect((await send(door, { ...report(2), reportId: reportId(9) })).body.message.description).toBe(
    descriptions[0],
  )
})
