import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { MOTHER, parent, propertiesOf, report, send, UUID } from './client.ts'

eachDoor('[BR-03] [BR-14] a 400 names what is wrong, with its value as text', async (door) => {
  const answer = await send(door, report(1, { child: { order: 0 } }))
  expect(answer.status).toBe(400)
  expect(answer.body).toEqual({
    title: 'Bad Request',
    detail: 'The report has 1 invalid parameter.',
    status: 400,
    errorId: expect.stringMatching(UUID),
    invalidParameters: [{ reason: 'must be >= 1', value: '0', property: 'child.order' }],
  })
  expect(answer.reason).toBe('child.order must be >= 1')
})

eachDoor('[BR-03] a value that is missing is empty, and one that is no text is JSON', async (door) => {
  const { child, ...rest } = report(1)
  const body = { ...rest, reportedBy: ['?'], mother: parent('1994-04-08'), father: 7 }
  const { invalidParameters } = (await send(door, body)).body
  const values = Object.fromEntries(
    invalidParameters.map(({ property, value }: Record<string, string>) => [property, value]),
  )
  expect(values).toEqual({
    child: '',
    reportedBy: '["?"]',
    father: '7',
    'mother.personalIdentityNumber.id': '1994-04-08',
  })
})

eachDoor('[BR-16] a 400 has one entry for each fault, whoever finds it', async (door) => {
  const answer = await send(door, {
    reportId: 'no-uuid',
    reportedBy: { phoneNumber: 70 },
    mother: parent(numberOf('wrong-check-digit')),
    father: parent('20261301-0000'),
    child: { date: '2026-01-02', gender: 'UNKNOWN', municipality: '180', aliveAtBirth: 'yes', order: 1.5 },
  })
  expect(propertiesOf(answer)).toEqual([
    'child.aliveAtBirth',
    'child.date',
    'child.gender',
    'child.municipality',
    'child.order',
    'father.personalIdentityNumber.id',
    'mother.personalIdentityNumber.id',
    'reportId',
    'reportedBy.phoneNumber',
    'reportedBy.reporter',
  ])
  expect(answer.body.detail).toBe('The report has 10 invalid parameters.')
})

eachDoor('[BR-16] a parent whose number is none is 400, the mother as well as the father', async (door) => {
  for (const [index, wrong] of ['199404082382', '19940408-2382', '199404312381', '199413082388'].entries()) {
    const mother = await send(door, report(index, { mother: parent(wrong) }))
    expect(mother.body.invalidParameters, wrong).toEqual([
      {
        reason: 'must have a valid date and check digit',
        value: wrong,
        property: 'mother.personalIdentityNumber.id',
      },
    ])
    const father = await send(door, report(index, { father: parent(wrong) }))
    expect(father.status).toBe(400)
    expect(propertiesOf(father)).toEqual(['father.personalIdentityNumber.id'])
  }
  const coordination = report(9, { mother: parent(numberOf('coordination-number')) })
  expect((await send(door, coordination)).status).toBe(201)
})

eachDoor('[BR-16] a body that is JSON but no report is 400', async (door) => {
  for (const body of [[], 'text', 7, null, true]) {
    const answer = await send(door, body)
    expect(answer.status).toBe(400)
    expect(propertiesOf(answer)).toEqual(['body'])
  }
  expect(propertiesOf(await send(door, {}))).toEqual(['child', 'mother', 'reportId', 'reportedBy'])
  expect(propertiesOf(await send(door, { ...report(1), mother: MOTHER }))).toEqual(['mother'])
})

eachDoor('[BR-03] every error has an id of its own', async (door) => {
  const ids = []
  for (let call = 0; call < 3; call += 1) ids.push((await send(door, {})).body.errorId)
  expect(new Set(ids).size).toBe(3)
})
