import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { EXPANDS, resultOf } from './client.ts'

const KEY_INFORMATION = [
  'companyName',
  'organizationNumber',
  'country',
  'dunsNumber',
  'organizationType',
  'registeredDate',
  'webPage',
  'employees',
  'memberOfRegistries',
  'statusCode',
  'institutionalSector',
  'industrySector',
  'purpose',
  'sources',
]

eachDoor('[OS-10] without expands there is key information, and nothing else', async (door) => {
  const result = await resultOf(door, {})
  expect(Object.keys(result)).toEqual(['keyInformation'])
  expect(Object.keys(result.keyInformation).sort()).toEqual([...KEY_INFORMATION].sort())
  expect(result.keyInformation).toMatchObject({
    companyName: 'Liksom Fjellheim Programvare AS',
    organizationNumber: '300100007',
    organizationType: 'AS',
    country: 'NO',
    employees: 42,
    statusCode: 'ACTIVE',
    sources: ['Brønnøysundregistrene'],
  })
})

eachDoor('[OS-03] each expand adds its own node and no other', async (door) => {
  for (const expand of EXPANDS) {
    const { keyInformation, ...nodes } = await resultOf(door, { expands: [expand] })
    const { lei } = keyInformation
    const paths = Object.entries(nodes).flatMap(([node, value]) =>
      ['financials', 'ownership'].includes(node)
        ? Object.keys(value as object).map((part) => `${node}.${part}`)
        : [node],
    )
    expect([...paths, ...(lei ? ['keyInformation.lei'] : [])]).toEqual([expand])
  }
})

eachDoor('[OS-03] reports are made only if they are asked for', async (door) => {
  expect(await resultOf(door, { expands: EXPANDS })).not.toHaveProperty('links')
  const { links } = await resultOf(door, { reports: ['certificate'] })
  expect(Object.keys(links.reports)).toEqual(['certificate'])
})
