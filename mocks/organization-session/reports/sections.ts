/**
 * The sections of the reports, each from one node of the JSON. A node that was not requested has no section; an empty node
 * has a line that says that nothing was found.
 */

import type { OrganizationResult, Schemas } from '../states.ts'
import type { Part, Section, Table } from './document.ts'
import { addressLine, currencies, figure, list, percent, role, text } from './words.ts'

export type SectionOf = (result: OrganizationResult) => Section | undefined

export const keyInformation: SectionOf = ({ keyInformation: key }) => ({
  heading: 'Key information',
  parts: [
    {
      facts: [
        ['Company name', text(key.companyName)],
        ['Organization number', text(key.organizationNumber)],
        ...('businessId' in key ? ([['Business id', text(key.businessId)]] as const) : []),
        ['D-U-N-S number', text(key.dunsNumber)],
        ...(key.lei ? ([['LEI', text(key.lei.number)]] as const) : []),
        ['Organization type', text(key.organizationType)],
        ['Country', key.country],
        ...('municipality' in key ? ([['Municipality', text(key.municipality)]] as const) : []),
        ['Registered', text(key.registeredDate)],
        ['Status', text(key.statusCode)],
        ['Employees', figure(key.employees)],
        ['Web page', text(key.webPage)],
        ['Institutional sector', text(key.institutionalSector)],
        ['Industry', text(key.industrySector)],
        ['Purpose', text(key.purpose)],
        ['Member of registries', list(key.memberOfRegistries)],
        ['Sources', list(key.sources)],
      ],
    },
  ],
})

export const addresses: SectionOf = ({ address }) =>
  section('Addresses', address, ({ postal, visiting }) => [
    {
      facts: [
        ['Postal address', addressLine(postal)],
        ['Visiting address', addressLine(visiting)],
      ],
    },
  ])

export const keyFigures: SectionOf = ({ financials, keyInformation: { country } }) =>
  section(`Key figures (${currencies[country]})`, financials?.keyFigures, (key) => [
    {
      table: {
        columns: [
          { heading: 'Figure', width: 3 },
          { heading: `Amount`, width: 2, align: 'right' },
        ],
        rows: [
          ['Share capital', figure(key.shareCapital)],
          ['Turnover', figure(key.turnover)],
          ['Operating profit', figure(key.operatingProfit)],
          ['Equity', figure(key.equity)],
          ['Earnings', figure(key.earnings)],
        ],
      },
    },
    {
      facts: [
        ['Accounting years', text(key.accountingYears?.join(', '))],
        ['Sources', list(key.sources)],
      ],
    },
  ])

export const accounting: SectionOf = ({ financials, keyInformation: { country } }) =>
  section(`Accounts (${currencies[country]})`, financials?.accounting, (years) => [
    { table: accountsTable(years) },
  ])

/** The accounts as a table with a column for each year. */
function accountsTable(years: readonly Schemas['AccountingYear'][]): Table {
  const line = (heading: string, member: Exclude<keyof Schemas['AccountingYear'], 'year' | 'currency'>) => [
    heading,
    ...years.map((year) => figure(year[member])),
  ]
  return {
    columns: [
      { heading: 'Year', width: 3 },
      ...years.map(({ year }) => ({ heading: String(year), width: 2, align: 'right' as const })),
    ],
    rows: [
      line('Turnover', 'turnover'),
      line('Operating profit', 'operatingProfit'),
      line('Earnings', 'earnings'),
      line('Share capital', 'shareCapital'),
      line('Equity', 'equity'),
    ],
  }
}

export const auditor: SectionOf = ({ financials }) =>
  section('Auditor', financials?.auditor, (found) => [
    { facts: [...firm(found), ['Sources', list(found.sources)]] },
  ])

export const accountant: SectionOf = ({ financials }) =>
  section('Accountant', financials?.accountant, (found) => [{ facts: firm(found) }])

function firm({ name, organizationNumber }: Schemas['Accountant']): [string, string][] {
  return [
    ['Name', text(name)],
    ['Organization number', text(organizationNumber)],
  ]
}

export const beneficials: SectionOf = ({ ownership }) =>
  section('Beneficial owners', ownership?.beneficials, (owners) => [
    {
      table: {
        columns: [
          { heading: 'Name', width: 5 },
          { heading: 'Born', width: 3 },
          { heading: 'Address', width: 6 },
          { heading: 'Roles', width: 4 },
          { heading: 'Share', width: 2.4, align: 'right' },
        ],
        rows: owners.map(({ name, dateOfBirth, address, roles, ownerShare }) => [
          text(name),
          text(dateOfBirth),
          addressLine(address),
          list(roles?.map(role)),
          percent(ownerShare),
        ]),
      },
    },
  ])

export const shareholders: SectionOf = ({ ownership }) =>
  section('Shareholders', ownership?.shareholders, (owners) => [
    {
      table: {
        columns: [
          { heading: 'Name', width: 6 },
          { heading: 'Organization number', width: 4 },
          { heading: 'Type', width: 3 },
          { heading: 'Share', width: 2, align: 'right' },
        ],
        rows: owners.map(({ name, organizationNumber, type, percentage }) => [
          text(name),
          text(organizationNumber),
          type === 'PERSON' ? 'Person' : 'Organization',
          percent(percentage),
        ]),
      },
    },
  ])

export const subsidiaries: SectionOf = ({ ownership }) =>
  section('Subsidiaries', ownership?.subsidiaries, (owned) => [
    {
      table: {
        columns: [
          { heading: 'Name', width: 9 },
          { heading: 'Organization number', width: 4 },
          { heading: 'Owned', width: 2, align: 'right' },
        ],
        rows: owned.map(({ name, organizationNumber, percentage }) => [
          text(name),
          text(organizationNumber),
          percent(percentage),
        ]),
      },
    },
  ])

export const indicators: SectionOf = ({ ownership }) =>
  section('Structure of ownership', ownership?.indicators, (found) => [
    {
      facts: [
        ['Shareholders', figure(found.shareholders)],
        ['Beneficial owners', figure(found.beneficials)],
        ['Subsidiaries', figure(found.subsidiaries)],
        ['Organizations in the group', figure(found.groupSize)],
        ['Level in the group', figure(found.groupLevel)],
      ],
    },
  ])

export const roles: SectionOf = ({ roles }) =>
  section('Roles', roles, (found) => [
    {
      table: {
        columns: [
          { heading: 'Role', width: 5 },
          { heading: 'Name', width: 7 },
          { heading: 'Born', width: 3 },
        ],
        rows: OFFICES.flatMap(([member, word]) =>
          [found[member] ?? []]
            .flat()
            .map((holder) => [role(word), text(holder?.name), text(holder?.dateOfBirth)]),
        ),
      },
    },
  ])

const OFFICES: readonly (readonly [keyof Schemas['Roles'], string])[] = [
  ['ceo', 'CEO'],
  ['chairman', 'CHAIRMAN'],
  ['deputyChairman', 'DEPUTY_CHAIRMAN'],
  ['proprietor', 'PROPRIETOR'],
  ['boardMembers', 'BOARD_MEMBER'],
  ['deputyBoardMembers', 'DEPUTY_BOARD_MEMBER'],
  ['contactPerson', 'CONTACT_PERSON'],
  ['companySecretary', 'COMPANY_SECRETARY'],
  ['representativeOfForeignEntity', 'REPRESENTATIVE_OF_FOREIGN_ENTITY'],
  ['trustee', 'TRUSTEE'],
]

export const authorities: SectionOf = ({ authorities, keyInformation: { country } }) =>
  section(
    country === 'SE' ? 'Signature rights' : 'Signature rights and procuration',
    authorities,
    (found) => [
      ...authorityTable('Signature right', found.signatureRights),
      ...('signatureCombinations' in found
        ? authorityTable('Signature combination', numbered(found.signatureCombinations))
        : []),
      ...('powerOfProcuration' in found ? authorityTable('Procuration', found.powerOfProcuration) : []),
    ],
  )

function numbered(
  combinations: Schemas['SignatureCombination'][] | null | undefined,
): Schemas['Authority'][] {
  return (combinations ?? []).map(({ holders = null }, index) => ({
    description: `Combination ${index + 1}`,
    holders,
  }))
}

function authorityTable(heading: string, rights: Schemas['Authority'][] | null | undefined): Part[] {
  if (!rights?.length) return []
  const isHeld = rights.some(({ holders }) => holders?.length)
  const columns = [
    { heading, width: 1 },
    { heading: 'Held by', width: 1 },
  ]
  const rows = rights.map(({ description, holders }) => [
    text(description),
    text(holders?.map(({ name, role: word }) => `${text(name)} (${role(word)})`).join('\n')),
  ])
  // Without holders the first column has the whole width.
  return [{ table: { columns: isHeld ? columns : columns.slice(0, 1), rows } }]
}

export const sanction: SectionOf = ({ sanction }) =>
  section('Sanctions', sanction, (found) => [
    {
      facts:
        found.status === 'HIT'
          ? [
              ['Status', 'Hit'],
              ['Match', text(found.matchIndicator)],
              ['What matches', text(found.matchIndicatorDescription)],
              ['Aliases', list(found.aliasList)],
              ['Address', text(found.address)],
              ['List', text(found.source)],
              ['Data provider', text(found.dataProvider)],
              ['On the list since', text(found.initialDate)],
              ['Last update', text(found.lastUpdate)],
              ['Documents', text(found.urls?.join('\n'))],
            ]
          : [
              ['Status', 'No hit'],
              ['Message', text(found.message)],
            ],
    },
  ])

function section<N extends object>(
  heading: string,
  node: N | undefined,
  tell: (node: N) => Part[],
): Section | undefined {
  if (node === undefined) return undefined
  const parts: Part[] = Object.keys(node).length > 0 ? tell(node) : [{ text: 'Nothing was found.' }]
  return { heading, parts }
}
