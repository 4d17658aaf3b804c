import { organizationNumberOf, organizations, people } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { EXPANDS, FULL, ORIGIN, resultOf, tokenOf } from './client.ts'

const known = (number: string) => {
  const organization = organizations.records().find((record) => record.number === number)
  if (!organization) throw new Error(`There is no organization ${number}.`)
  return organization
}
const nameOf = (number: string | undefined) => {
  const person = people.records().find((record) => record.number === number)
  return person && [...person.firstNames, person.additionalName, person.familyName].filter(Boolean).join(' ')
}

eachDoor(
  '[OS-11] accounts are those of the last three years, and key figures the latest of them',
  async (door) => {
    const { financials } = await resultOf(door, { expands: EXPANDS })
    const { accounts } = known(FULL)
    expect(financials.accounting).toEqual(
      accounts.map(({ annualResult, ...year }) => ({ ...year, earnings: annualResult })),
    )
    expect(financials.accounting.map(({ year }: { year: number }) => year)).toEqual([2024, 2023, 2022])
    expect(financials.keyFigures).toEqual({
      shareCapital: accounts[0]?.shareCapital,
      turnover: accounts[0]?.turnover,
      operatingProfit: accounts[0]?.operatingProfit,
      equity: accounts[0]?.equity,
      earnings: accounts[0]?.annualResult,
      sources: ['Regnskapsregisteret'],
      accountingYears: [2024, 2023, 2022],
    })
  },
)

eachDoor('[OS-11] lei, addresses, auditor and accountant are shown', async (door) => {
  const { keyInformation, address, financials } = await resultOf(door, { expands: EXPANDS })
  const { lei, postalAddress, visitingAddress, auditor, accountant } = known(FULL)
  expect(keyInformation.lei).toEqual({ number: lei })
  expect(address).toEqual({ postal: postalAddress, visiting: visitingAddress })
  expect(financials.auditor).toEqual({
    name: auditor?.name,
    organizationNumber: auditor?.number,
    sources: ['Brønnøysundregistrene'],
  })
  expect(financials.accountant).toEqual({ name: accountant?.name, organizationNumber: accountant?.number })
})

eachDoor('[OS-11] owners and what is owned are shown by name, number and share', async (door) => {
  const { ownership } = await resultOf(door, { expands: EXPANDS })
  const { shareholders, subsidiaries, beneficialOwners, ownershipIndicators } = known(FULL)
  expect(ownership.shareholders).toEqual(
    shareholders.map(({ type, number, percentage }) =>
      type === 'PERSON'
        ? { name: nameOf(number), organizationNumber: null, percentage, type }
        : { name: known(number).name, organizationNumber: number, percentage, type },
    ),
  )
  expect(ownership.shareholders.map(({ type }: { type: string }) => type)).toContain('ORGANIZATION')
  expect(ownership.subsidiaries).toEqual(
    subsidiaries.map(({ number, percentage }) => ({
      name: known(number).name,
      organizationNumber: number,
      percentage,
    })),
  )
  expect(ownership.beneficials.length).toBe(beneficialOwners.length)
  expect(ownership.beneficials[1]).toEqual({
    name: nameOf(beneficialOwners[1]?.person),
    ownerShare: beneficialOwners[1]?.share,
    dateOfBirth: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    roles: ['CHAIRMAN'],
    address: {
      street: expect.any(String),
      postalCode: expect.any(String),
      city: expect.any(String),
      country: 'NO',
    },
  })
  const { beneficialOwners: beneficials, ...numbers } = ownershipIndicators ?? {}
  expect(ownership.indicators).toEqual({ ...numbers, beneficials })
})

eachDoor('[OS-11] who leads and who binds the organization is shown', async (door) => {
  const { roles, authorities } = await resultOf(door, { expands: EXPANDS })
  const held = known(FULL).roles
  expect(roles.ceo).toMatchObject({ name: nameOf(held.chiefExecutive?.[0]) })
  expect(roles.chairman).toMatchObject({ name: nameOf(held.chairman?.[0]) })
  expect(roles.deputyChairman).toMatchObject({ name: nameOf(held.deputyChairman?.[0]) })
  expect(roles.boardMembers.map(({ name }: { name: string }) => name)).toEqual(held.boardMember?.map(nameOf))
  expect(roles.deputyBoardMembers.length).toBe(held.deputyBoardMember?.length)
  expect(roles.contactPerson).toMatchObject({ name: nameOf(held.contactPerson?.[0]) })
  expect(roles.companySecretary).toMatchObject({ name: nameOf(held.companySecretary?.[0]) })
  expect(roles.trustee).toBe(null)
  expect(authorities.signatureRights[0]).toEqual({
    description: 'Styrets leder alene.',
    holders: [{ name: roles.chairman.name, dateOfBirth: roles.chairman.dateOfBirth, role: 'CHAIRMAN' }],
  })
  expect(authorities.powerOfProcuration[0].holders[0].name).toBe(roles.ceo.name)
})

eachDoor('[OS-11] the rarer offices are shown where there are such', async (door) => {
  for (const [name, member] of [
    ['norwegian-sole-proprietorship', 'proprietor'],
    ['norwegian-branch', 'representativeOfForeignEntity'],
    ['norwegian-bankrupt', 'trustee'],
  ] as const) {
    const { roles } = await resultOf(door, { identifier: organizationNumberOf(name), expands: ['roles'] })
    expect(roles[member]).toEqual({
      name: expect.any(String),
      dateOfBirth: expect.any(String),
      organizationNumber: null,
    })
  }
})

eachDoor('[OS-11] a sanction tells what matched, and no hit has a message', async (door) => {
  const expands = ['sanction']
  const hit = await resultOf(door, { identifier: organizationNumberOf('norwegian-sanctioned'), expands })
  const { sanction } = known(organizationNumberOf('norwegian-sanctioned'))
  expect(hit.sanction).toEqual({ status: 'HIT', message: null, ...sanction })
  expect(Object.keys(hit.sanction).sort()).toEqual([
    'address',
    'aliasList',
    'dataProvider',
    'initialDate',
    'lastUpdate',
    'matchIndicator',
    'matchIndicatorDescription',
    'message',
    'source',
    'status',
    'urls',
  ])
  const none = await resultOf(door, { expands })
  expect(none.sanction).toEqual({ status: 'NO_HIT', message: 'No entry was found.' })
})

eachDoor('[OS-11] links lead to the reports that were asked for', async (door) => {
  const reports = ['aml', 'certificate']
  const { links } = await resultOf(door, { reports })
  await door.control.clock.advance('PT1M')
  expect(Object.keys(links.reports)).toEqual(reports)
  const token = await tokenOf(door, 'tvilling')
  for (const link of Object.values(links.reports) as string[]) {
    const headers = { authorization: `Bearer ${token}` }
    const response = await door.fetch(new URL(link, ORIGIN).href, { headers })
    expect(response.headers.get('content-type')).toBe('application/pdf')
  }
})
