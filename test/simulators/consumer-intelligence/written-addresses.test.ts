import { expect, test } from 'vitest'
import { parseAddress } from '../../../mocks/consumer-intelligence/address-text.ts'
import { eachDoor } from '../../doors.ts'
import { logIn } from './client.ts'

const storgatan = { streetName: 'Storgatan', streetNumber: '22', entrance: 'B' }
const place = { postalCode: '41114', city: 'Göteborg' }

test('[CI-14] a line with c/o is not taken for the street', () => {
  const careOf = { careOf: 'Anna Berg', ...storgatan, ...place }
  for (const text of [
    'c/o Anna Berg, Storgatan 22B, 411 14 Göteborg',
    'Storgatan 22B, C/O Anna Berg, 411 14 Göteborg',
    'c/o Anna Berg\nStorgatan 22B\r\n411 14 Göteborg',
    'c/o Anna Berg Storgatan 22B, 41114 Göteborg',
    'Storgatan 22B, 41114 Göteborg, c/o Anna Berg',
  ]) {
    expect(parseAddress(text)).toEqual(careOf)
  }
})

test('[CI-14] a range of numbers is read as one', () => {
  for (const text of ['Storgatan 22-24', 'Storgatan 22 - 24', 'Storgatan 22–24']) {
    expect(parseAddress(text)).toEqual({ streetName: 'Storgatan', streetNumber: '22-24' })
  }
  expect(parseAddress('Storgatan 22-24 B, 411 14 Göteborg')).toEqual({
    ...storgatan,
    ...place,
    streetNumber: '22-24',
  })
})

eachDoor('[CI-14] who lives within a range of numbers is found', async (door) => {
  const client = await logIn(door)
  const status = async (fullAddress: string) => {
    const data = { firstName: 'Astrid', familyName: 'Lindqvist', ...place, fullAddress }
    return (await client.call('POST', '/markets/SE/persons/_find', data)).status
  }
  expect(await status('Storgatan 20-24')).toBe(200)
  expect(await status('c/o Berg, Storgatan 22-24 B')).toBe(200)
  expect(await status('Storgatan 24-26')).toBe(404)
})
