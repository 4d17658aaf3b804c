import { makeFinnishPersonalCode, makeNorwegianNationalNumber, numberOf } from 'tvilling/fixtures'
import { expect, test } from 'vitest'
import { type AnySeed, get, seeded } from './seeded.ts'

const FINNISH = makeFinnishPersonalCode({ birthDate: '1990-05-05', sex: 'FEMALE', serial: 902 })
const CI = 'https://api.bisnode.com/consumer-intelligence/v3'
const astrid = {
  ref: 'astrid',
  market: 'SE',
  birthDate: '1990-05-05',
  sex: 'FEMALE',
  firstNames: ['Astrid'],
  familyName: 'Ekblad',
}
const bertil = {
  ref: 'bertil',
  market: 'SE',
  birthDate: '1988-02-02',
  sex: 'MALE',
  firstNames: ['Bertil'],
  familyName: 'Ekblad',
}
const child = {
  ref: 'child',
  market: 'SE',
  birthDate: '2020-03-03',
  sex: 'FEMALE',
  firstNames: ['Cecilia'],
  familyName: 'Ekblad',
}

/** The people of an export, by their first names. */
async function peopleOf(seedData: AnySeed) {
  const { seedData: exported } = await (await seeded(seedData)).seedData()
  const people = (exported as AnySeed).people as AnySeed[]
  return Object.fromEntries(people.map((person) => [person.firstNames?.[0] ?? person.number, person]))
}

test('a number is made of market, birth date and sex, and of a test series', async () => {
  const { Astrid } = await peopleOf({ people: [astrid] })
  expect(Astrid.number).toBe('199005052387')
})

test('two people of one day get two numbers', async () => {
  const { Astrid, Anna } = await peopleOf({
    people: [astrid, { ...astrid, ref: 'anna', firstNames: ['Anna'] }],
  })
  expect(Anna.number).not.toBe(Astrid.number)
})

test.each([
  ['SE', '19900505-2387', '199005052387'],
  ['NO', makeNorwegianNationalNumber({ birthDate: '1990-05-05', sex: 'FEMALE', serial: 200 }), undefined],
  ['FI', FINNISH.toLowerCase(), FINNISH],
])('a number of %s may be written in any form', async (_, number, canonical = number) => {
  const { people } = (
    await (await seeded({ people: [{ number, firstNames: ['A'], familyName: 'B' }] })).seedData()
  ).seedData as AnySeed
  expect(people[0].number).toBe(canonical)
})

test('a marriage is that of both', async () => {
  const { Astrid, Bertil } = await peopleOf({ people: [{ ...astrid, spouse: 'bertil' }, bertil] })
  expect(Bertil).toMatchObject({ spouse: Astrid.number, maritalStatus: 'MARRIED' })
  expect(Astrid).toMatchObject({ spouse: Bertil.number, maritalStatus: 'MARRIED' })
})

test('a child has its parents, from whichever side it is said', async () => {
  const { Astrid, Bertil, Cecilia } = await peopleOf({
    people: [{ ...astrid, children: ['child'] }, bertil, { ...child, father: 'bertil' }],
  })
  expect(Cecilia).toMatchObject({ mother: Astrid.number, father: Bertil.number })
  expect(Astrid.children).toEqual([Cecilia.number])
  expect(Bertil.children).toEqual([Cecilia.number])
})

test('a documented person changes, and keeps what is left out', async () => {
  const number = numberOf('legal-id')
  const harness = await seeded({
    people: [{ number, familyName: 'Nyström', deceasedOn: '2025-12-24', phoneNumbers: [] }],
    'consumer-intelligence': { consumers: [{ consumerId: 'a', person: 'legal-id' }] },
  })
  const { data } = await get(harness, `${CI}/consumers`)
  const { gedi } = data[0]
  expect(gedi).toMatch(/^ME/)
  const person = await get(harness, `${CI}/persons/${gedi}`)
  expect(person).toMatchObject({
    firstNames: ['Astrid', 'Maria'],
    familyName: 'Nyström',
    phoneNumbers: [],
    status: { deceasedDate: '2025-12-24' },
  })
})

test('null takes away what a documented person has', async () => {
  const { seedData } = await (
    await seeded({ people: [{ number: numberOf('deceased'), deceasedOn: null }] })
  ).seedData()
  expect((seedData as AnySeed).people).toEqual([{ number: numberOf('deceased'), deceasedOn: null }])
})

test('a child of a documented mother becomes one of her children', async () => {
  const { seedData } = await (await seeded({ people: [{ ...child, mother: 'mother' }] })).seedData()
  const mother = (seedData as AnySeed).people.find((one: AnySeed) => one.number === numberOf('mother'))
  expect(mother.children).toEqual(['202003032386'])
})

test('an organization has the people of the data as officers and owners', async () => {
  const harness = await seeded({
    people: [astrid, bertil],
    organizations: [
      {
        ref: 'parent',
        market: 'NO',
        roles: { chairman: ['astrid'] },
        shareholders: [{ person: 'astrid', percentage: 100 }],
      },
      {
        ref: 'child',
        market: 'NO',
        shareholders: [
          { organization: 'parent', percentage: 80 },
          { person: 'bertil', percentage: 20 },
        ],
      },
    ],
    'organization-session': {
      sessions: [
        { id: 'p', organization: 'parent' },
        { id: 'c', organization: 'child' },
      ],
    },
  })
  const of = (id: string) => get(harness, `https://aml.bankidapis.no/organization/session/no/${id}/result`)
  const parent = await of('p')
  expect(parent.roles.chairman.name).toMatch(/Ekblad/)
  expect(parent.ownership.subsidiaries).toHaveLength(1)
  const { ownership } = await of('c')
  expect(ownership.indicators).toMatchObject({ groupSize: 2, groupLevel: 2 })
  expect(ownership.beneficials).toMatchObject([{ name: expect.stringMatching(/Astrid/) }])
})
