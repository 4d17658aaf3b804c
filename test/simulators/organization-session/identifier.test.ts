import { organizationNumberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf, resultOf } from './client.ts'

const countries = { no: 'norwegian', se: 'swedish', fi: 'finnish' } as const

eachDoor('[OS-02] an organization is found by its number and by its DUNS number', async (door) => {
  for (const [country, adjective] of Object.entries(countries)) {
    const number = organizationNumberOf(`${adjective}-full`)
    const duns = organizationNumberOf(`${adjective}-duns`)
    for (const identifier of [number, duns]) {
      const { keyInformation } = await resultOf(door, { identifier }, country)
      expect(keyInformation).toMatchObject({ organizationNumber: number, dunsNumber: duns })
    }
  }
})

eachDoor('[OS-02] Swedish and Finnish numbers are taken as people write them', async (door) => {
  for (const [identifier, country] of [
    ['552001-0009', 'se'],
    ['165520010009', 'se'],
    ['16552001-0009', 'se'],
    ['90100004', 'fi'],
    ['FI90100004', 'fi'],
  ] as const) {
    const { keyInformation } = await resultOf(door, { identifier }, country)
    expect(keyInformation.organizationNumber).toBe(organizationNumberOf(`${countries[country]}-full`))
  }
})

eachDoor('[OS-27] organization numbers are taken with blanks and as VAT numbers', async (door) => {
  for (const [country, ...identifiers] of [
    [
      'no',
      '300 100 007',
      ' 300100007 ',
      'NO300100007MVA',
      'NO 300 100 007 MVA',
      '300100007MVA',
      'no300100007mva',
    ],
    ['se', '552001 0009', 'SE552001000901', 'SE 552001-0009 01'],
    ['fi', '9010000 - 4', 'FI90100004', 'FI 9010000-4', 'fi90100004'],
  ] as const) {
    for (const identifier of identifiers) {
      const created = await clientOf(door).create({ identifier }, country)
      expect(created.status, identifier).toBe(201)
      expect(created.headers.get('x-tvilling-evidence')).toBe('assumed (OS-27)')
      const { keyInformation } = await resultOf(door, { identifier }, country)
      expect(keyInformation.organizationNumber).toBe(organizationNumberOf(`${countries[country]}-full`))
    }
  }
})

eachDoor('[OS-27] a DUNS number is taken with blanks', async (door) => {
  for (const [country, adjective] of Object.entries(countries)) {
    const duns = organizationNumberOf(`${adjective}-duns`)
    const identifier = ` ${duns.slice(0, 2)} ${duns.slice(2, 5)} ${duns.slice(5)}`
    const created = await clientOf(door).create({ identifier }, country)
    expect(created.status, identifier).toBe(201)
    expect(created.headers.get('x-tvilling-evidence')).toBe('assumed (OS-27)')
    const { keyInformation } = await resultOf(door, { identifier }, country)
    expect(keyInformation).toMatchObject({ dunsNumber: duns })
  }
})

eachDoor('[OS-20] in Norway nine digits with a right check digit are no DUNS number', async (door) => {
  const client = clientOf(door)
  const number = organizationNumberOf('norwegian-unregistered')
  const failing = await client.session({ identifier: number })
  const duns = await client.session({ identifier: organizationNumberOf('norwegian-duns') })
  await door.control.clock.advance('PT10S')
  expect((await client.status(failing)).body.status).toBe('FAILED')
  expect((await client.status(duns)).body.status).toBe('DONE')
})

eachDoor('[OS-20] the DUNS number of an organization abroad finds nothing', async (door) => {
  const client = clientOf(door)
  const id = await client.session({ identifier: organizationNumberOf('swedish-duns') })
  await door.control.clock.advance('PT10S')
  expect((await client.status(id)).body.status).toBe('FAILED')
})

eachDoor('[OS-19] an identifier that is neither is 400, and begins no session', async (door) => {
  const client = clientOf(door)
  for (const [country, ...identifiers] of [
    ['no', '5520010009', '9010000-4', '30010000', '3001000070', 'SE300100007', '99 110 00000', 'x'],
    ['se', '5520010000', '9010000-4', '55200100090', '5520010009x', '12345678', 'SE552001000902'],
    ['fi', '9010000-5', '5520010009', '90100', '99-110-0000', 'FI90100005'],
  ] as const) {
    for (const identifier of [organizationNumberOf('invalid-identifier'), ...identifiers]) {
      const refused = await client.create({ identifier }, country)
      expect(refused.status, `${country} ${identifier}`).toBe(400)
      expect(refused.body.detail).toContain('no DUNS number')
      expect(refused.headers.get('x-tvilling-reason')).toContain('OS-19')
    }
  }
  const { items } = await door.control.state.page('organization-session', 'sessions')
  expect(items).toEqual([])
})
