import { organizationNumberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { EXPANDS, resultOf } from './client.ts'

eachDoor('[OS-12] what was asked for and not found is an empty node', async (door) => {
  for (const [country, adjective] of [
    ['no', 'norwegian'],
    ['se', 'swedish'],
    ['fi', 'finnish'],
  ] as const) {
    const identifier = organizationNumberOf(`${adjective}-sparse`)
    const { keyInformation, ...nodes } = await resultOf(door, { identifier, expands: EXPANDS }, country)
    expect(keyInformation.lei).toEqual({})
    expect(nodes).toEqual({
      address: {},
      financials: { accounting: [], keyFigures: {}, auditor: {}, accountant: {} },
      ownership: { beneficials: [], subsidiaries: [], shareholders: [], indicators: {} },
      authorities: {},
      roles: {},
      sanction: { status: 'NO_HIT', message: 'No entry was found.' },
    })
  }
})

eachDoor('[OS-12] what was not asked for is left out, found or not', async (door) => {
  const identifier = organizationNumberOf('norwegian-sparse')
  expect(Object.keys(await resultOf(door, { identifier, expands: ['roles'] }))).toEqual([
    'keyInformation',
    'roles',
  ])
})
