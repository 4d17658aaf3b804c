import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { type Door, eachDoor } from '../doors.ts'
import { logIn } from '../simulators/consumer-intelligence/client.ts'
import { withWebhook } from '../simulators/person-monitoring/client.ts'

const HUSBAND = numberOf('husband')
const WIFE = numberOf('wife')
const DAY = '2026-01-01'

async function find(door: Door, legalId: string) {
  const client = await logIn(door)
  return (await client.call('POST', '/markets/SE/persons/_find', { legalId })).body
}

eachDoor('a death makes the spouse a widow, who has no spouse any more', async (door) => {
  await door.control.clock.advance('PT2H')
  await door.control.people.change(HUSBAND, { deceasedOn: DAY })
  const wife = await find(door, WIFE)
  expect(wife).toMatchObject({ maritalStatus: 'WIDOWED', relationships: { spouse: null } })
  expect(wife.relationships.children).toHaveLength(2)
  expect(wife.metadata.changed).toBe('2026-01-01T02:00:00.000Z')
  expect(await find(door, HUSBAND)).toMatchObject({ status: { deceased: true }, maritalStatus: 'MARRIED' })
})

eachDoor('a death that is undone lets them be married again', async (door) => {
  const before = await find(door, WIFE)
  await door.control.people.change(HUSBAND, { deceasedOn: DAY })
  await door.control.people.change(HUSBAND, { deceasedOn: '2025-12-31' })
  await door.control.people.change(HUSBAND, { deceasedOn: null })
  const { maritalStatus, relationships } = await find(door, WIFE)
  expect({ maritalStatus, relationships }).toEqual({
    maritalStatus: 'MARRIED',
    relationships: before.relationships,
  })
})

eachDoor('a widow who dies changes nobody else', async (door) => {
  await door.control.people.change(HUSBAND, { deceasedOn: DAY })
  const husband = await find(door, HUSBAND)
  await door.control.people.change(WIFE, { deceasedOn: DAY })
  expect(await find(door, HUSBAND)).toEqual(husband)
  expect((await find(door, WIFE)).maritalStatus).toBe('WIDOWED')
})

eachDoor('[PM-22] who monitors or subscribes to the spouse hears of a death', async (door) => {
  await door.control.scenarios.load('bundle-approved', { id: 'b1', numbers: [WIFE] })
  const client = await logIn(door)
  await client.upload({ consumerId: 'widow', data: { legalId: WIFE } })
  await door.control.clock.advance('PT90S')
  const { nextPageToken } = await client.audit()
  await withWebhook(door, async ({ received }) => {
    await door.control.people.change(HUSBAND, { deceasedOn: DAY })
    await door.control.deliveries.settled()
    const payloads = received.map(({ body }) => body).filter(({ requestType }) => requestType === 'payload')
    expect(payloads).toMatchObject([
      {
        changeType: 'civilStatus',
        keyMap: { personalNumber: WIFE },
        newAttributes: { civilStatus: 'WIDOWED', spouse: null },
        previousAttributes: { civilStatus: 'MARRIED', spouse: HUSBAND },
      },
    ])
  })
  expect((await client.audit(`pageToken=${nextPageToken}`)).data).toMatchObject([
    { type: 'PERSON_CHANGED', consumerIds: ['widow'] },
  ])
})
