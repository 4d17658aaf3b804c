import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { MOTHER, type Report, report, send } from './client.ts'

eachDoor('[BR-01] birth-registered tells the report that was sent and the number', async (door) => {
  const { control } = door
  const made = await control.scenarios.load('birth-registered')
  expect(made).toMatchObject({
    number: '202601012384',
    report: {
      reportId: made['reportId'],
      mother: { personalIdentityNumber: { id: MOTHER } },
      child: { date: '2026-01-01', gender: 'FEMALE', order: 1 },
    },
  })
  const again = await send(door, made['report'])
  expect(again.body).toEqual({ reportId: made['reportId'], personalIdentityNumber: made['number'] })
})

eachDoor('[BR-18] birth-registered takes the next order, so that it can be loaded again', async (door) => {
  const { scenarios } = door.control
  const mother = numberOf('mother-of-two')
  const wanted = { mother, date: '2019-09-12', gender: 'MALE' }
  const made = [await scenarios.load('birth-registered', wanted)]
  made.push(await scenarios.load('birth-registered', wanted))
  expect(made.map(({ report: sent }) => (sent as Report).child.order)).toEqual([2, 3])
  const taken = { ...wanted, order: 2 }
  await expect(scenarios.load('birth-registered', taken)).rejects.toThrow('is registered already')
})

eachDoor('[BR-16] birth-registered says what is wrong with a birth', async (door) => {
  const { scenarios } = door.control
  const nobody = { mother: numberOf('wrong-check-digit') }
  await expect(scenarios.load('birth-registered', nobody)).rejects.toThrow('check digit')
  const early = { date: '2026-01-02' }
  await expect(scenarios.load('birth-registered', early)).rejects.toThrow('child.date')
  const hidden = { mother: numberOf('protected-mother') }
  await expect(scenarios.load('birth-registered', hidden)).rejects.toThrow('protected identity')
})

eachDoor('[BR-17] birth-series-exhausted spends the present day for both by default', async (door) => {
  const spent = await door.control.scenarios.load('birth-series-exhausted')
  expect(spent).toEqual({ date: '2026-01-01', genders: ['MALE', 'FEMALE'] })
  for (const [index, gender] of (['MALE', 'FEMALE'] as const).entries()) {
    const child = { date: '2026-01-01', gender }
    const { body } = await send(door, report(index, { child }))
    expect(body.message.messageConfirmationCode).toBe('205')
  }
})

eachDoor('[BR-06] [BR-07] [BR-20] birth-report-failing fails until callers are let in', async (door) => {
  const { scenarios } = door.control
  expect(await scenarios.load('birth-report-failing')).toEqual({ status: 502 })
  const unreachable = await send(door, report(1))
  expect(unreachable).toMatchObject({ status: 502, body: { detail: 'Skatteverket could not be reached.' } })
  expect(unreachable.reason).toContain('birth-report-allowed')
  await scenarios.load('birth-report-failing', { status: 500 })
  expect((await send(door, report(1))).status).toBe(500)
  await scenarios.load('birth-report-allowed')
  expect((await send(door, report(1))).status).toBe(201)
})

eachDoor('[BR-19] birth-registered takes the id of the report', async (door) => {
  const { reportId } = report(1)
  const made = await door.control.scenarios.load('birth-registered', { reportId })
  expect(made).toMatchObject({ reportId })
  expect((await send(door, report(1))).status).toBe(422)
})
