import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { MOTHER, parent, propertiesOf, report, send } from './client.ts'

const dateOfBirth = { year: '1994' }

eachDoor('[BR-09] a parent without number and date of birth is 400', async (door) => {
  const name = { firstName: 'Alex', lastName: 'Provsson' }
  expect(propertiesOf(await send(door, report(1, { mother: { name } })))).toEqual([
    'mother.personalIdentityNumber',
  ])
  expect(propertiesOf(await send(door, report(1, { father: {} })))).toEqual(['father.personalIdentityNumber'])
})

eachDoor('[BR-10] a parent with both a number and a date of birth is 400', async (door) => {
  const both = { ...parent(MOTHER), dateOfBirth }
  const mother = await send(door, report(1, { mother: both }))
  expect(mother.body.invalidParameters).toEqual([
    { reason: 'is not allowed here', value: '{"year":"1994"}', property: 'mother.dateOfBirth' },
  ])
  expect(propertiesOf(await send(door, report(1, { father: both })))).toEqual(['father.dateOfBirth'])
})

eachDoor('[BR-09] a number needs its id, and a date of birth its year', async (door) => {
  const body = {
    ...report(1),
    mother: { personalIdentityNumber: { oid: '1.2.752.129.2.1.3.1' } },
    father: { dateOfBirth: { month: '04', day: '08' } },
  }
  expect(propertiesOf(await send(door, body))).toEqual([
    'father.dateOfBirth.year',
    'mother.personalIdentityNumber.id',
  ])
})

const wrong = {
  'an id of ten digits': { personalIdentityNumber: { id: '940408-2381' } },
  'an id with a plus sign': { personalIdentityNumber: { id: '19940408+2381' } },
  'an id that is no text': { personalIdentityNumber: { id: 199404082381 } },
  'an oid with letters': { personalIdentityNumber: { id: MOTHER, oid: 'urn:oid:1.2' } },
  'a year before 1900': { dateOfBirth: { year: '1899' } },
  'a year after 2100': { dateOfBirth: { year: '2101' } },
  'a year that is no text': { dateOfBirth: { year: 1994 } },
  'the month 13': { dateOfBirth: { ...dateOfBirth, month: '13' } },
  'the month 4 without its zero': { dateOfBirth: { ...dateOfBirth, month: '4' } },
  'the day 32': { dateOfBirth: { ...dateOfBirth, month: '04', day: '32' } },
  'the day 00': { dateOfBirth: { ...dateOfBirth, month: '04', day: '00' } },
  'a name that is no text': { ...parent(MOTHER), name: { middleName: 1 } },
}

for (const [what, sent] of Object.entries(wrong)) {
  eachDoor(`[BR-13] [BR-14] a parent with ${what} is 400`, async (door) => {
    const mother = await send(door, { ...report(1), mother: sent })
    expect(mother.status).toBe(400)
    expect(mother.body.invalidParameters).toHaveLength(1)
    const father = await send(door, { ...report(1), father: sent })
    expect(propertiesOf(father)).toEqual(propertiesOf(mother).map((path) => path.replace('mother', 'father')))
  })
}

eachDoor('[BR-13] years go from 1900 to 2100, months to 12 and days to 31', async (door) => {
  for (const [index, year] of ['1900', '1999', '2000', '2100'].entries()) {
    const mother = { dateOfBirth: { year, month: '12', day: '31' } }
    expect((await send(door, report(index, { mother }))).status).toBe(202)
  }
})
