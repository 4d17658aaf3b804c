import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { parent, report, reportId, send } from './client.ts'

eachDoor('[BR-01] a birth is answered with 201, the id that was sent and twelve digits', async (door) => {
  const answer = await send(door, report(1))
  expect(answer.status).toBe(201)
  expect(answer.body).toEqual({
    reportId: reportId(1),
    personalIdentityNumber: expect.stringMatching(/^20251224\d{4}$/),
  })
})

eachDoor('[BR-08] [BR-09] [BR-12] a report may say all that is optional, or none of it', async (door) => {
  const whole = report(1, {
    reportedBy: { reporter: 'Beta BB, Cecilia Barnmorska', phoneNumber: '070 00 00 000' },
    mother: {
      personalIdentityNumber: { id: '19960628-2391', oid: '1.2.752.129.2.1.3.1' },
      name: { firstName: 'Alex', middleName: 'Blom', lastName: 'Provsson' },
    },
    father: { dateOfBirth: { year: '1994', month: '04', day: '30' }, name: { firstName: 'Robin' } },
  })
  const trace = { 'x-trace-id': 'any text at all' }
  expect(await send(door, whole, trace)).toMatchObject({ status: 201, body: { reportId: reportId(1) } })
  expect(await send(door, report(2))).toMatchObject({ status: 201, body: { reportId: reportId(2) } })
  const father = { dateOfBirth: { year: '1994' }, name: {} }
  expect((await send(door, report(3, { father, child: { order: 2 } }))).status).toBe(201)
})

eachDoor('[BR-12] members that the contract does not have are accepted', async (door) => {
  const more = { ...report(1), delivery: { weeks: 40 } }
  expect((await send(door, more)).status).toBe(201)
})

eachDoor('[BR-13] a number with a hyphen and one without are the same mother', async (door) => {
  expect((await send(door, report(1, { mother: parent('19940408-2381') }))).status).toBe(201)
  const again = await send(door, report(2, { mother: parent('199404082381') }))
  expect(again.body.message.messageConfirmationCode).toBe('201')
})
