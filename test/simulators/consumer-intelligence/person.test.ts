import { expect } from 'vitest'
import { numberOf, type SubjectName } from '../../../fixtures/index.ts'
import { type Door, eachDoor } from '../../doors.ts'
import { logIn } from './client.ts'

async function show(door: Door, subject: SubjectName) {
  const client = await logIn(door)
  const legalId = numberOf(subject)
  const { status, body } = await client.call('POST', '/markets/SE/persons/_find', { legalId })
  expect(status).toBe(200)
  const same = await client.call('GET', `/persons/${body.metadata.gedi}`)
  expect(same.body).toEqual(body)
  return body
}

/** The members of the source's sample, in its order. */
const MEMBERS = `status relationships relocationEvents addresses birthPlace phoneNumbers enrichment customEnrichment
  metadata languageTag directMarketingRestriction charityMarketingRestriction onlineMarketingRestriction sex gender
  minor citizenship legalId estimatedAge firstNames possibleNicknames preferredFirstName additionalName familyName
  honorificPrefix honorificSuffix shortenedFullName baseNameCode birthDate birthDatePrecision maritalStatus
  diplomaticImmunity futureLegalAuthorization identificationClaim`

eachDoor('[CI-15] a person has the members of the sample', async (door) => {
  const person = await show(door, 'legal-id')
  expect(Object.keys(person)).toEqual(MEMBERS.split(/\s+/))
  expect(person).toMatchObject({
    status: { deceased: false, emigrated: false, protectedIdentity: false },
    addresses: [{ streetName: 'Storgatan', streetNumber: '22', entrance: 'B', postalCode: '41114' }],
    relocationEvents: [{ type: 'MOVED', date: '2018-04-01', from: { streetName: 'Linnégatan' } }],
    phoneNumbers: [{ type: 'MOBILE', number: '+46701740605' }],
    metadata: { source: 'SPAR', market: 'SE' },
    legalId: { value: '198001022386', country: 'SE' },
    firstNames: ['Astrid', 'Maria'],
    familyName: 'Lindqvist',
    shortenedFullName: 'Astrid Lindqvist',
    sex: 'FEMALE',
    minor: 'NO',
    estimatedAge: 45,
    birthDate: '1980-01-02',
  })
})

eachDoor('[CI-15] age follows the clock', async (door) => {
  await door.control.clock.advance('P1D')
  expect((await show(door, 'legal-id')).estimatedAge).toBe(46)
})

eachDoor('[CI-15] the deceased and the emigrated are found with their status', async (door) => {
  const deceased = await show(door, 'deceased')
  expect(deceased.status).toMatchObject({ deceased: true, deceasedDate: '2023-04-12' })
  const emigrated = await show(door, 'emigrated')
  expect(emigrated.status).toMatchObject({ emigrated: true, emigratedDate: '2022-08-01' })
  expect(emigrated.addresses).toEqual([])
  expect(emigrated.relocationEvents[0]).toMatchObject({ type: 'EMIGRATED', date: '2022-08-01', to: null })
})

eachDoor('[CI-15] where a person with protected identity lives is not shown, nor found out', async (door) => {
  const person = await show(door, 'protected-identity')
  expect(person.status.protectedIdentity).toBe(true)
  expect([person.addresses, person.phoneNumbers, person.relocationEvents]).toEqual([[], [], []])
  const client = await logIn(door)
  const asked = { firstName: 'Maja', familyName: 'Rosén', fullAddress: 'Ringvägen 101, 11646 Stockholm' }
  expect((await client.call('POST', '/markets/SE/persons/_find', asked)).status).toBe(404)
})

eachDoor('[CI-15] relatives are shown by gedi, and who is a minor', async (door) => {
  const wife = await show(door, 'wife')
  const husband = await show(door, 'husband')
  const daughter = await show(door, 'daughter')
  const [first] = wife.relationships.children
  expect(wife.relationships.spouse).toBe(husband.metadata.gedi)
  expect(first).toBe(daughter.metadata.gedi)
  expect(daughter.relationships.parents).toEqual([wife.metadata.gedi, husband.metadata.gedi])
  expect(daughter.minor).toBe('YES')
})

eachDoor('[CI-32] an unknown gedi is 404', async (door) => {
  const client = await logIn(door)
  const { status, body, headers } = await client.call('GET', '/persons/ME0000000000')
  expect([status, body.title]).toEqual([404, 'Not Found'])
  expect(headers.get('x-tvilling-reason')).toContain('ME0000000000')
})
