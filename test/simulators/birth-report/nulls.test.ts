import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { MOTHER, propertiesOf, report, send } from './client.ts'

const withNulls = {
  ...report(1),
  reportedBy: { reporter: 'Beta BB', phoneNumber: null },
  mother: { personalIdentityNumber: { id: MOTHER, oid: null }, dateOfBirth: null, name: null },
  father: {
    personalIdentityNumber: null,
    dateOfBirth: { year: '1994', month: null, day: null },
    name: { firstName: 'Robin', middleName: null, lastName: null },
  },
}
const withoutNulls = {
  ...report(1),
  reportedBy: { reporter: 'Beta BB' },
  mother: { personalIdentityNumber: { id: MOTHER } },
  father: { dateOfBirth: { year: '1994' }, name: { firstName: 'Robin' } },
}

eachDoor('[BR-23] optional members that are null count as absent', async (door) => {
  const first = await send(door, withNulls)
  expect(first.status).toBe(201)
  expect(await send(door, withoutNulls)).toMatchObject({ status: 201, body: first.body })
  expect((await send(door, report(2, { child: { order: 2 }, ...({ father: null } as object) }))).status).toBe(
    201,
  )
})

eachDoor('[BR-23] a required member that is null is refused, and null for both is neither', async (door) => {
  const neither = { personalIdentityNumber: null, dateOfBirth: null }
  expect(propertiesOf(await send(door, { ...report(1), mother: neither }))).toEqual([
    'mother.personalIdentityNumber',
  ])
  expect(propertiesOf(await send(door, { ...report(1), reportId: null, child: null }))).toEqual([
    'child',
    'reportId',
  ])
})

eachDoor(
  '[BR-23] by a setting, null is a value of the wrong type',
  async (door) => {
    expect(propertiesOf(await send(door, { ...withoutNulls, father: null }))).toEqual(['father'])
    expect((await send(door, withoutNulls)).status).toBe(201)
  },
  { settings: { 'birth-report': { nulls: 'refused' } } },
)

eachDoor(
  '[BR-14] numbers for texts are taken by a setting only',
  async (door) => {
    const mother = { personalIdentityNumber: { id: Number(MOTHER) } }
    const child = { ...report(1).child, municipality: 2480 }
    expect((await send(door, { ...report(1), mother, child })).status).toBe(201)
    expect(propertiesOf(await send(door, { ...report(2), child: { ...child, order: '1' } }))).toEqual([
      'child.order',
    ])
  },
  { settings: { 'birth-report': { scalars: 'coerce' } } },
)

eachDoor('[BR-23] an answer says that a null counted as absent, if one did', async (door) => {
  const evidenceOf = async (body: unknown) => (await send(door, body)).headers.get('x-tvilling-evidence')
  expect(await evidenceOf({ ...withoutNulls, father: null })).toBe('assumed (BR-18, BR-23)')
  expect(await evidenceOf({ ...withoutNulls, reportId: 'none', father: null })).toBe('assumed (BR-16, BR-23)')
  expect(await evidenceOf(report(2, { child: { order: 2 } }))).toBe('assumed (BR-18)')
})
