import { expect } from 'vitest'
import { numberOf } from '../../../fixtures/index.ts'
import { type Door, eachDoor } from '../../doors.ts'
import { IDENTIFICATION, isSigned, logIn, typesOf, withReceiver } from './client.ts'

const simulator = 'consumer-intelligence'

async function subscribe(door: Door, subject = 'legal-id'): Promise<string> {
  const parameters = { subject, consumerId: subject }
  const { gedi } = await door.control.scenarios.load('person-subscribed', parameters)
  return String(gedi)
}

eachDoor('[CI-27] [CI-28] every event reaches the receiver, signed, with its members', async (door) => {
  await withReceiver(async (receiver) => {
    const client = await logIn(door)
    const { secret } = await client.createWebhook(receiver.url)
    await client.upload(
      { consumerId: 'a', data: { legalId: numberOf('legal-id') } },
      { consumerId: 'b', data: { legalId: numberOf('nobody') } },
    )
    await door.control.clock.advance(IDENTIFICATION)
    const [consumer] = (await client.consumers()).data
    const gedi = String(consumer?.gedi)
    const other = await client.call('POST', '/markets/SE/persons/_find', { legalId: numberOf('wife') })
    const replacedBy = other.body.metadata.gedi
    const { events } = door.control
    await events.fire({ simulator, event: 'PERSON_CHANGED', gedi })
    await events.fire({
      simulator,
      event: 'ENRICHMENT_CHANGED',
      gedi,
      variable: 'lifeStage',
      value: 'SENIOR',
    })
    const prediction = { trigger: 'SINGLE_TO_COUPLE', probability: 75, withinEstimatedDays: 120 }
    await events.fire({ simulator, event: 'LIFE_EVENT', gedi, ...prediction })
    await events.fire({ simulator, event: 'PERSON_REIDENTIFIED', gedi, replacedBy })
    await events.fire({ simulator, event: 'PING' })
    await client.call('DELETE', '/consumers', { consumerIds: ['a'] })
    await door.control.deliveries.settled()

    const market = 'SE'
    const source = 'SPAR'
    const consumerIds = ['a']
    const expected = [
      { type: 'PING' },
      { type: 'CONSUMER_UPLOADED', consumerId: 'a', market },
      { type: 'CONSUMER_UPLOADED', consumerId: 'b', market },
      { type: 'CONSUMER_IDENTIFIED', consumerId: 'a', market, gedi, source },
      { type: 'PERSON_SUBSCRIBED', consumerIds, market, gedi, source },
      { type: 'CONSUMER_NOT_IDENTIFIED', consumerId: 'b', market, sources: ['SPAR'] },
      { type: 'PERSON_CHANGED', consumerIds, gedi, source, jsonPointers: [], changedId: '' },
      { type: 'ENRICHMENT_CHANGED', consumerIds, gedi, variable: 'lifeStage' },
      { type: 'LIFE_EVENT', phase: 'PREDICT', market, gedi, consumerIds, ...prediction },
      {
        type: 'PERSON_REIDENTIFIED',
        consumerIds,
        market,
        previous: { gedi, source },
        replacedBy: { gedi: replacedBy, source },
      },
      { type: 'PING' },
      { type: 'CONSUMER_DELETED', consumerId: 'a', market },
      { type: 'PERSON_UNSUBSCRIBED', consumerIds, market, gedi: replacedBy, source },
    ]
    const envelope = {
      id: expect.any(String),
      timestamp: expect.stringMatching(/^2026-01-01T00:0\d:\d\d\.000Z$/),
    }
    expect(receiver.received.map(({ body }) => body)).toEqual(
      expected.map((body) => ({ ...body, ...envelope })),
    )
    expect(new Set(receiver.received.map(({ body }) => body['id'])).size).toBe(expected.length)
    expect(receiver.received.every((message) => isSigned(message, secret))).toBe(true)
  })
})

eachDoor('[CI-23] a webhook gets the events that it lists, and no others', async (door) => {
  await withReceiver(async (receiver) => {
    const client = await logIn(door)
    await client.createWebhook(receiver.url, ['PERSON_SUBSCRIBED', 'CONSUMER_NOT_IDENTIFIED'])
    await client.upload({ consumerId: 'a', data: { legalId: numberOf('legal-id') } }, { consumerId: 'b' })
    await door.control.clock.advance(IDENTIFICATION)
    expect(typesOf(receiver.received)).toEqual(['PING', 'PERSON_SUBSCRIBED', 'CONSUMER_NOT_IDENTIFIED'])
  })
})

eachDoor('[CI-27] a change of a person is told to its subscribers', async (door) => {
  const gedi = await subscribe(door)
  await subscribe(door, 'same-person')
  const client = await logIn(door)
  await door.control.scenarios.load('person-subscribed', { client: 'tvilling-sandbox', consumerId: 'theirs' })
  const { nextPageToken } = await client.audit()
  const sandbox = await logIn(door, 'tvilling-sandbox')
  const seen = await sandbox.audit()
  await door.control.people.change(numberOf('legal-id'), { familyName: 'Berg' })
  const changed = { type: 'PERSON_CHANGED', gedi }
  const ours = (await client.audit(`pageToken=${nextPageToken}`)).data
  expect(ours).toMatchObject([{ ...changed, consumerIds: ['legal-id'], source: 'SPAR' }])
  const theirs = (await sandbox.audit(`pageToken=${seen.nextPageToken}`)).data
  expect(theirs).toMatchObject([{ ...changed, consumerIds: ['theirs'] }])
  expect((await client.call('GET', `/persons/${gedi}`)).body.familyName).toBe('Berg')
})

eachDoor('[CI-27] [CI-42] a move is a life event, HOUSEHOLD_MOVE, as well', async (door) => {
  const gedi = await subscribe(door)
  const client = await logIn(door)
  const { nextPageToken } = await client.audit()
  const address = { streetName: 'Nygatan', streetNumber: '1', postalCode: '11122', city: 'Stockholm' }
  await door.control.people.change(numberOf('legal-id'), { address })
  const [changed, moved, ...others] = (await client.audit(`pageToken=${nextPageToken}`)).data
  expect(changed).toMatchObject({ type: 'PERSON_CHANGED', gedi })
  expect(moved).toMatchObject({ type: 'LIFE_EVENT', trigger: 'HOUSEHOLD_MOVE', gedi, market: 'SE' })
  expect(others).toEqual([])
})

eachDoor('[CI-27] what is not shown of a person does not send an event', async (door) => {
  await subscribe(door, 'protected-identity')
  const client = await logIn(door)
  const { nextPageToken } = await client.audit()
  await door.control.people.change(numberOf('protected-identity'), { phoneNumbers: ['+46701740699'] })
  await door.control.people.change(numberOf('wife'), { familyName: 'Berg' })
  expect((await client.audit(`pageToken=${nextPageToken}`)).data).toEqual([])
})

eachDoor('[CI-27] a reidentified person takes over consumers and subscription', async (door) => {
  const gedi = await subscribe(door)
  const replacedBy = await subscribe(door, 'same-person')
  await door.control.events.fire({ simulator, event: 'PERSON_REIDENTIFIED', gedi, replacedBy })
  const client = await logIn(door)
  expect((await client.consumers()).data.map((consumer) => consumer.gedi)).toEqual([replacedBy, replacedBy])
  expect((await client.subscribed()).data.map(({ metadata }) => metadata.gedi)).toEqual([replacedBy])
})

eachDoor('[CI-27] a changed enrichment variable is seen in the person', async (door) => {
  const gedi = await subscribe(door)
  await door.control.events.fire({
    simulator,
    event: 'ENRICHMENT_CHANGED',
    gedi,
    variable: 'income',
    value: 3,
  })
  const client = await logIn(door)
  expect((await client.call('GET', `/persons/${gedi}`)).body.enrichment).toMatchObject({ income: 3 })
})

eachDoor('[CI-27] an event about a person who is not subscribed is refused', async (door) => {
  const fired = door.control.events.fire({ simulator, event: 'PERSON_CHANGED', gedi: 'ME0000000000' })
  await expect(fired).rejects.toThrow('not subscribed')
})
