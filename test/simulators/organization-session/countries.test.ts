import { organizationNumberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf, EXPANDS, resultOf } from './client.ts'

const full = async (door: Parameters<typeof resultOf>[0], country: 'no' | 'se' | 'fi') => {
  const adjective = ({ no: 'norwegian', se: 'swedish', fi: 'finnish' } as const)[country]
  const identifier = organizationNumberOf(`${adjective}-full`)
  return resultOf(door, { identifier, expands: EXPANDS }, country)
}

eachDoor('[OS-13] each country has an endpoint and a model of its own', async (door) => {
  const results = [await full(door, 'no'), await full(door, 'se'), await full(door, 'fi')]
  expect(results.map(({ keyInformation }) => keyInformation.country)).toEqual(['NO', 'SE', 'FI'])
  expect(results.map(({ financials }) => financials.accounting[0].currency)).toEqual(['NOK', 'SEK', 'EUR'])
  expect(new Set(results.map((result) => Object.keys(result).join()))).toHaveLength(1)
})

eachDoor('[OS-13] a session is of one country only', async (door) => {
  const client = clientOf(door)
  const id = await client.session()
  await door.control.clock.advance('PT10S')
  expect((await client.status(id, 'se')).status).toBe(404)
  expect((await client.result(id, 'fi')).status).toBe(404)
  for (const country of ['dk', 'NO', 'xx']) {
    expect((await client.create({}, country)).status).toBe(404)
    expect((await client.status(id, country)).status).toBe(404)
  }
})

eachDoor('[OS-21] Sweden has signature combinations in place of power of procuration', async (door) => {
  const { authorities } = await full(door, 'se')
  expect(Object.keys(authorities)).toEqual(['signatureRights', 'signatureCombinations'])
  expect(authorities.signatureRights[0]).toEqual({
    description: 'Firman tecknas av styrelsens ordförande ensam.',
    holders: [],
  })
  const sizes = authorities.signatureCombinations.map(({ holders }: { holders: [] }) => holders.length)
  expect(sizes).toEqual([1, 2, 2])
})

eachDoor('[OS-21] Finland has business id and municipality, and the others have not', async (door) => {
  const { keyInformation } = await full(door, 'fi')
  expect(keyInformation).toMatchObject({
    organizationNumber: '9010000-4',
    businessId: '9010000-4',
    municipality: 'Helsinki',
  })
  for (const country of ['no', 'se'] as const) {
    const other = (await full(door, country)).keyInformation
    expect(other).not.toHaveProperty('businessId')
    expect(other).not.toHaveProperty('municipality')
  }
})
