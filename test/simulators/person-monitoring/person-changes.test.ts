import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { type Door, eachDoor } from '../../doors.ts'
import { MOVE, PERSON, withWebhook } from './client.ts'

const PROTECTED = numberOf('protected-identity')

/** The payloads that a row of changes sends. */
async function payloadsOf(door: Door, changes: [string, Record<string, unknown>][]) {
  await door.control.scenarios.load('bundle-approved', { id: 'b1', numbers: [PERSON, PROTECTED] })
  const bodies: Record<string, unknown>[] = []
  await withWebhook(door, async ({ received }) => {
    for (const [number, change] of changes) {
      await door.control.people.change(number, change)
      await door.control.deliveries.settled()
    }
    bodies.push(...received.map(({ body }) => body).filter((body) => body['requestType'] === 'payload'))
  })
  return bodies.map(({ changeType, newAttributes, previousAttributes }) => ({
    changeType,
    newAttributes,
    previousAttributes,
  }))
}

eachDoor(
  '[PM-22] name, civil status, emigration and death are sent with what they were before',
  async (door) => {
    const payloads = await payloadsOf(door, [
      [PERSON, { familyName: 'Nyman' }],
      [PERSON, { maritalStatus: 'MARRIED' }],
      [PERSON, { emigratedOn: '2026-01-01' }],
      [PERSON, { emigratedOn: null }],
      [PERSON, { deceasedOn: '2026-01-01', familyName: 'Sista' }],
    ])
    expect(payloads).toEqual([
      {
        changeType: 'name',
        newAttributes: { familyName: 'Nyman' },
        previousAttributes: { familyName: expect.any(String) },
      },
      {
        changeType: 'civilStatus',
        newAttributes: { civilStatus: 'MARRIED' },
        previousAttributes: { civilStatus: 'UNMARRIED' },
      },
      {
        changeType: 'emigration',
        newAttributes: { emigratedDate: '2026-01-01', address: null },
        previousAttributes: { emigratedDate: null, address: expect.any(Object) },
      },
      {
        changeType: 'emigration',
        newAttributes: { emigratedDate: null, address: expect.any(Object) },
        previousAttributes: { emigratedDate: '2026-01-01', address: null },
      },
      {
        changeType: 'deceased',
        newAttributes: { deceasedDate: '2026-01-01', familyName: 'Sista' },
        previousAttributes: { deceasedDate: null, familyName: 'Nyman' },
      },
    ])
  },
)

eachDoor('[PM-22] the address of a protected identity is sent neither now nor as it was', async (door) => {
  const payloads = await payloadsOf(door, [
    [PROTECTED, MOVE],
    [PROTECTED, { protectedIdentity: false }],
    [PROTECTED, { protectedIdentity: true }],
  ])
  expect(payloads).toEqual([
    {
      changeType: 'protectedIdentity',
      newAttributes: { protectedIdentity: false, address: expect.objectContaining(MOVE.address) },
      previousAttributes: { protectedIdentity: true, address: null },
    },
    {
      changeType: 'protectedIdentity',
      newAttributes: { protectedIdentity: true },
      previousAttributes: { protectedIdentity: false },
    },
  ])
})

eachDoor('[PM-22] what the register does not have, or what stays as it was, sends nothing', async (door) => {
  const payloads = await payloadsOf(door, [
    [PERSON, { phoneNumbers: ['+46701740605'] }],
    [PERSON, { deceasedOn: null }],
    [numberOf('danish'), { familyName: 'Ny' }],
    [numberOf('wife'), { familyName: 'Ny' }],
  ])
  expect(payloads).toEqual([])
})
