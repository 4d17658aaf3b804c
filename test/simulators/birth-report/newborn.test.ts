import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { type Door, eachDoor } from '../../doors.ts'
import { logIn } from '../consumer-intelligence/client.ts'
import { MOTHER, parent, type Report, report, send } from './client.ts'

/** What Consumer Intelligence of the same harness knows of whoever has a number. */
async function find(door: Door, legalId: string) {
  const client = await logIn(door)
  return client.call('POST', '/markets/SE/persons/_find', { legalId })
}

async function gediOf(door: Door, number: string): Promise<string> {
  return (await find(door, number)).body.metadata.gedi
}

async function register(door: Door, sent: Report): Promise<string> {
  const { status, body } = await send(door, sent)
  expect(status).toBe(201)
  return body.personalIdentityNumber
}

eachDoor('[BR-22] a child is found by Consumer Intelligence once it has its number', async (door) => {
  expect((await find(door, '202512242393')).status).toBe(404)
  const number = await register(door, report(1, { child: { gender: 'MALE' } }))
  expect(number).toBe('202512242393')
  const found = await find(door, number)
  expect(found.status).toBe(200)
  expect(found.body).toMatchObject({
    legalId: { value: number, country: 'SE' },
    birthDate: '2025-12-24',
    sex: 'MALE',
    minor: 'YES',
    firstNames: [],
    preferredFirstName: null,
    familyName: 'Bergdahl',
    birthPlace: { city: 'Umeå', country: 'SE' },
    citizenship: ['SE'],
    addresses: [{ streetName: 'Kungsgatan', streetNumber: '41', city: 'Umeå', validFrom: '2025-12-24' }],
  })
})

eachDoor('[BR-12] [BR-22] the child has its parents, and they have the child', async (door) => {
  const father = numberOf('father')
  const number = await register(door, report(1, { father: parent(father) }))
  const twin = await register(door, report(2, { father: parent(father), child: { order: 2 } }))
  const child = await gediOf(door, number)
  const both = [child, await gediOf(door, twin)]
  const parents = [await gediOf(door, MOTHER), await gediOf(door, father)]
  expect((await find(door, number)).body.relationships).toEqual({ spouse: null, parents, children: [] })
  expect((await find(door, MOTHER)).body.relationships.children).toEqual(both)
  expect((await find(door, father)).body.relationships.children).toEqual(both)
})

eachDoor('[BR-22] a further child comes after its brothers and sisters', async (door) => {
  const mother = numberOf('mother-of-two')
  const number = await register(door, report(1, { mother: parent(mother) }))
  const gedis = []
  for (const child of [numberOf('first-child'), numberOf('second-child'), number]) {
    gedis.push(await gediOf(door, child))
  }
  expect((await find(door, mother)).body.relationships.children).toEqual(gedis)
})

eachDoor('[BR-22] the mother may be nobody that the harness knows', async (door) => {
  const mother = { ...parent('19960628-2391'), name: { firstName: 'Alex', lastName: 'Provsson' } }
  const number = await register(door, report(1, { mother, child: { municipality: '0114' } }))
  expect((await find(door, number)).body).toMatchObject({
    familyName: 'Provsson',
    addresses: [],
    citizenship: ['SE'],
    birthPlace: { city: '', country: 'SE' },
    relationships: { spouse: null, parents: [], children: [] },
  })
})

eachDoor('[BR-22] a child that has moved on is a person like others', async (door) => {
  const number = await register(door, report(1))
  const client = await logIn(door)
  expect((await client.upload({ consumerId: 'child', data: { legalId: number } })).status).toBe(202)
  await door.control.clock.advance('PT90S')
  expect((await client.consumers()).data).toMatchObject([{ consumerId: 'child', state: 'IDENTIFIED' }])
  await door.control.people.change(number, { firstNames: ['Juni'] })
  const audit = (await client.audit()).data
  expect(audit.at(-1)).toMatchObject({ type: 'PERSON_CHANGED', gedi: await gediOf(door, number) })
  expect((await find(door, number)).body.preferredFirstName).toBe('Juni')
})

eachDoor('[BR-22] a birth that waits for somebody makes nobody', async (door) => {
  await send(door, report(1, { child: { aliveAtBirth: false } }))
  expect((await find(door, '202512242385')).status).toBe(404)
  expect((await find(door, MOTHER)).body.relationships.children).toEqual([])
})
