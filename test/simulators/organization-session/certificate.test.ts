import { organizationNumberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf, EXPANDS, resultOf } from './client.ts'
import { textOf } from './pdf-tools.ts'

const countries = { no: 'norwegian', se: 'swedish', fi: 'finnish' } as const

eachDoor(
  '[OS-23] the certificate of registration has the same content whatever was asked for',
  async (door) => {
    const client = clientOf(door)
    for (const [country, adjective] of Object.entries(countries)) {
      const identifier = organizationNumberOf(`${adjective}-full`)
      const { keyInformation, address, roles, authorities } = await resultOf(
        door,
        { identifier, expands: ['address', 'roles', 'authorities'] },
        country,
      )
      const texts: string[] = []
      for (const expands of [[], ['financials.auditor', 'sanction'], EXPANDS]) {
        const id = await client.session({ identifier, expands, reports: ['certificate'] }, country)
        await door.control.clock.advance('PT30S')
        const text = await textOf((await client.report(id, 'certificate', country)).bytes)
        texts.push(text.replaceAll(/As of .*? Session \S+/g, ''))
      }
      const [text = ''] = texts
      expect(new Set(texts).size).toBe(1)
      for (const said of [
        keyInformation.companyName,
        keyInformation.dunsNumber,
        keyInformation.purpose,
        address.postal.street,
        roles.chairman.name,
        roles.boardMembers[0].name,
        authorities.signatureRights[0].description,
        ...(authorities.powerOfProcuration ?? []).map(
          ({ description }: { description: string }) => description,
        ),
      ]) {
        expect(text).toContain(said)
      }
      for (const heading of [
        'Beneficial owners',
        'Shareholders',
        'Sanctions',
        'Accounts',
        'Auditor',
        'LEI',
      ]) {
        expect(text).not.toContain(heading)
      }
    }
  },
)

eachDoor('[OS-23] the JSON does not get what only the certificate shows', async (door) => {
  const body = await resultOf(door, { expands: [], reports: ['certificate'] })
  expect(Object.keys(body)).toEqual(['keyInformation', 'links'])
})

eachDoor('[OS-12] a certificate says what was not found', async (door) => {
  const client = clientOf(door)
  const identifier = organizationNumberOf('norwegian-sparse')
  const id = await client.session({ identifier, reports: ['certificate'] })
  await door.control.clock.advance('PT30S')
  const text = await textOf((await client.report(id, 'certificate')).bytes)
  for (const heading of ['Addresses', 'Roles', 'Signature rights and procuration']) {
    expect(text).toContain(`${heading} Nothing was found.`)
  }
})
