import { organizationNumberOf, organizations, people } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { type Door, eachDoor } from '../../doors.ts'
import { clientOf, resultOf } from './client.ts'
import { textOf } from './pdf-tools.ts'

const expands = ['roles', 'authorities', 'ownership.beneficials']

const organizationOf = (subject: Parameters<typeof organizationNumberOf>[0]) => {
  const number = organizationNumberOf(subject)
  const found = organizations.base().byKey.get(number)
  if (!found) throw new Error(`${subject} is no organization.`)
  return found
}

/** The person in an office, and the name in results. */
function holderOf(subject: Parameters<typeof organizationNumberOf>[0], office: 'chairman' | 'proprietor') {
  const [number = ''] = organizationOf(subject).roles[office] ?? []
  const person = people.base().byKey.get(number)
  const { firstNames = [], additionalName, familyName } = person ?? {}
  return { number, name: [...firstNames, additionalName, familyName].filter(Boolean).join(' ') }
}

async function reportTexts(door: Door, country: string, identifier: string): Promise<string[]> {
  const client = clientOf(door)
  const reports = ['aml', 'certificate']
  const id = await client.session({ identifier, expands: ['roles', 'authorities'], reports }, country)
  await door.control.clock.advance('PT1M')
  const pdfs = await Promise.all(reports.map((report) => client.report(id, report, country)))
  return Promise.all(pdfs.map(({ bytes }) => textOf(bytes)))
}

eachDoor('[OS-27] the role and the signature rights of an officer end on the day of death', async (door) => {
  for (const [country, subject] of [
    ['no', 'norwegian-full'],
    ['se', 'swedish-full'],
    ['fi', 'finnish-full'],
  ] as const) {
    const { number, name } = holderOf(subject, 'chairman')
    const identifier = organizationNumberOf(subject)
    const before = await resultOf(door, { identifier, expands }, country)
    expect(before.roles.chairman.name).toBe(name)
    expect(JSON.stringify(before.authorities)).toContain(name)
    for (const text of await reportTexts(door, country, identifier)) expect(text).toContain(name)

    await door.control.people.change(number, { deceasedOn: '2026-01-01' })
    const after = await resultOf(door, { identifier, expands }, country)
    expect(after.roles.chairman).toBeNull()
    expect(after.roles.ceo).toEqual(before.roles.ceo)
    expect(JSON.stringify([after.roles, after.authorities])).not.toContain(name)
    for (const owner of after.ownership.beneficials) if (owner.name === name) expect(owner.roles).toEqual([])
    for (const text of await reportTexts(door, country, identifier)) {
      expect(text).toContain(after.roles.ceo.name)
      expect(text).not.toContain(name)
    }
  }
})

eachDoor('[OS-27] a right that needs two ends when one of them dies', async (door) => {
  const identifier = organizationNumberOf('norwegian-full')
  const [ceo = ''] = organizationOf('norwegian-full').roles.chiefExecutive ?? []
  const before = await resultOf(door, { identifier, expands })
  await door.control.people.change(ceo, { deceasedOn: '2026-01-01' })
  const { authorities } = await resultOf(door, { identifier, expands })
  expect(before.authorities.signatureRights.length).toBeGreaterThan(1)
  expect(authorities.signatureRights).toEqual([before.authorities.signatureRights[0]])
  expect(authorities.powerOfProcuration).toEqual([])
})

eachDoor('[OS-27] an answer without a dead officer says why', async (door) => {
  const client = clientOf(door)
  const { number } = holderOf('norwegian-full', 'chairman')
  await door.control.people.change(number, { deceasedOn: '2026-01-01' })
  const id = await client.session({ expands })
  await door.control.clock.advance('PT10S')
  const { headers } = await client.result(id)
  expect(headers.get('x-tvilling-reason')).toBe(`OS-27: the offices of ${number} ended with their death.`)
  expect(headers.get('x-tvilling-evidence')).toContain('OS-27')
})

eachDoor('[OS-12] when the last officer is dead the nodes are empty', async (door) => {
  const identifier = organizationNumberOf('norwegian-sole-proprietorship')
  const { number } = holderOf('norwegian-sole-proprietorship', 'proprietor')
  await door.control.people.change(number, { deceasedOn: '2025-12-31' })
  const { roles, authorities } = await resultOf(door, { identifier, expands })
  expect(authorities).toEqual({})
  expect(Object.values(roles).flat().filter(Boolean)).toHaveLength(Object.keys(roles).length === 0 ? 0 : 1)
})

eachDoor('[OS-27] a death that is still to come ends nothing', async (door) => {
  const { number, name } = holderOf('norwegian-full', 'chairman')
  await door.control.people.change(number, { deceasedOn: '2026-01-02' })
  expect((await resultOf(door, { expands })).roles.chairman.name).toBe(name)
  await door.control.clock.advance('P1D')
  expect((await resultOf(door, { expands })).roles.chairman).toBeNull()
})
