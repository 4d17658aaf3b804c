import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { propertiesOf, report, reportId, send } from './client.ts'

eachDoor('[BR-12] reportId, reportedBy and mother are required, and the first is a UUID', async (door) => {
  for (const member of ['reportId', 'reportedBy', 'mother']) {
    expect(propertiesOf(await send(door, { ...report(1), [member]: undefined }))).toEqual([member])
  }
  for (const id of ['1', `urn:uuid:${reportId(1)}`, reportId(1).slice(1), '']) {
    expect(propertiesOf(await send(door, { ...report(1), reportId: id }))).toEqual(['reportId'])
  }
})

eachDoor('[BR-08] reportedBy needs its reporter', async (door) => {
  const body = { ...report(1), reportedBy: { phoneNumber: '070 00 00 000' } }
  expect(propertiesOf(await send(door, body))).toEqual(['reportedBy.reporter'])
})

eachDoor('[BR-11] [BR-15] every member of child is required', async (door) => {
  for (const member of ['date', 'gender', 'municipality', 'aliveAtBirth', 'order']) {
    const sent = report(1)
    const answer = await send(door, { ...sent, child: { ...sent.child, [member]: undefined } })
    expect(propertiesOf(answer)).toEqual([`child.${member}`])
  }
  expect(propertiesOf(await send(door, { ...report(1), child: undefined }))).toEqual(['child'])
})

const wrong = {
  date: ['2025-02-29', '24.12.2025', '2025-12-24T00:00:00Z', 20251224],
  gender: ['female', 'F', null, 1],
  municipality: ['180', '01800', 'Umeå', 2480],
  aliveAtBirth: ['true', 1],
  order: [0, -1, 1.5, '1'],
}

for (const [member, values] of Object.entries(wrong)) {
  eachDoor(`[BR-14] [BR-15] a wrong ${member} of the child is 400`, async (door) => {
    for (const value of values) {
      const sent = report(1)
      const answer = await send(door, { ...sent, child: { ...sent.child, [member]: value } })
      expect(propertiesOf(answer), String(value)).toEqual([`child.${member}`])
    }
  })
}

eachDoor('[BR-14] what is text in a report is no number', async (door) => {
  const body = { ...report(1), reportId: 1, reportedBy: { reporter: 1, phoneNumber: 2 } }
  expect(propertiesOf(await send(door, body))).toEqual([
    'reportId',
    'reportedBy.phoneNumber',
    'reportedBy.reporter',
  ])
})

eachDoor('[BR-15] a child is not born before its day has come', async (door) => {
  const child = { date: '2026-01-02' }
  const early = await send(door, report(1, { child }))
  expect(early.body.invalidParameters).toEqual([
    { reason: 'must not be after 2026-01-01', value: '2026-01-02', property: 'child.date' },
  ])
  expect((await send(door, report(2, { child: { date: '2026-01-01' } }))).status).toBe(201)
  await door.control.clock.advance('PT22H59M59S')
  expect((await send(door, report(1, { child }))).status).toBe(400)
  await door.control.clock.advance('PT1S')
  expect((await send(door, report(1, { child }))).status).toBe(201)
})
