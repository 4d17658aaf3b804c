import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { type Door, eachDoor } from '../../doors.ts'
import { logIn } from '../consumer-intelligence/client.ts'
import { withWebhook } from '../person-monitoring/client.ts'
import { MOTHER, parent, report, send } from './client.ts'

const FATHER = numberOf('father')
const bothParents = report(1, { father: parent(FATHER) })

async function metadataOf(door: Door, legalId: string) {
  const client = await logIn(door)
  return (await client.call('POST', '/markets/SE/persons/_find', { legalId })).body.metadata
}

eachDoor('[BR-28] a birth shows in the metadata of both parents', async (door) => {
  const before = [await metadataOf(door, MOTHER), await metadataOf(door, FATHER)]
  await door.control.clock.advance('PT1H')
  await send(door, bothParents)
  const changed = '2026-01-01T01:00:00.000Z'
  expect(await metadataOf(door, MOTHER)).toEqual({ ...before[0], changed })
  expect(await metadataOf(door, FATHER)).toEqual({ ...before[1], changed })
  expect((await metadataOf(door, numberOf('wife'))).changed).not.toBe(changed)
})

eachDoor('[BR-28] subscribers of the parents hear of a birth', async (door) => {
  const client = await logIn(door)
  await client.upload(
    { consumerId: 'hers', data: { legalId: MOTHER } },
    { consumerId: 'his', data: { legalId: FATHER } },
    { consumerId: 'another', data: { legalId: numberOf('wife') } },
  )
  await door.control.clock.advance('PT90S')
  const { nextPageToken } = await client.audit()
  const { nextPageToken: changes } = await client.subscribed()
  await door.control.clock.advance('PT30M')
  await send(door, bothParents)
  const heard = (await client.audit(`pageToken=${nextPageToken}`)).data
  const people = [await metadataOf(door, MOTHER), await metadataOf(door, FATHER)]
  expect(heard).toMatchObject([
    { type: 'PERSON_CHANGED', consumerIds: ['hers'], gedi: people[0].gedi },
    { type: 'PERSON_CHANGED', consumerIds: ['his'], gedi: people[1].gedi },
  ])
  const { data } = await client.subscribed(`pageToken=${changes}`)
  expect(
    data.map(({ metadata, relationships }) => [metadata.changed, relationships.children.length]),
  ).toEqual([
    ['2026-01-01T00:31:30.000Z', 1],
    ['2026-01-01T00:31:30.000Z', 1],
  ])
})

eachDoor('[BR-28] [PM-22] who monitors a parent gets a message about the child', async (door) => {
  await door.control.scenarios.load('bundle-approved', { id: 'b1', numbers: [MOTHER, FATHER] })
  await withWebhook(door, async ({ received }) => {
    const { body } = await send(door, bothParents)
    const child = body.personalIdentityNumber
    await door.control.deliveries.settled()
    const payloads = received
      .map((message) => message.body)
      .filter(({ requestType }) => requestType === 'payload')
    expect(payloads).toMatchObject(
      [MOTHER, FATHER].map((personalNumber) => ({
        keyMap: { personalNumber },
        changeType: 'relations',
        newAttributes: { children: [child] },
        previousAttributes: { children: [] },
      })),
    )
  })
})

eachDoor('[BR-28] a report that waits for somebody, or comes again, tells nobody anything', async (door) => {
  await door.control.scenarios.load('bundle-approved', { id: 'b1', numbers: [MOTHER] })
  await send(door, report(1))
  await withWebhook(door, async ({ received }) => {
    await send(door, report(1))
    await send(door, report(2))
    await send(door, report(3, { child: { aliveAtBirth: false } }))
    await door.control.deliveries.settled()
    expect(received).toEqual([])
  })
})
