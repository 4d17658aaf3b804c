import { createHarness } from 'tvilling'
import { consumerIntelligence } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import { numberOf } from '../../../fixtures/index.ts'
import { changeablesOf } from '../../../src/contract/adapt-contract.ts'
import { START } from '../../msw/versions.ts'
import { IDENTIFICATION, logIn, typesOf, withReceiver } from './client.ts'

/** Settings that give another name to each member, and another word for each word, that is assumed. */
function everythingOtherwise() {
  const names: Record<string, string> = {}
  const words: Record<string, Record<string, string>> = {}
  for (const changeable of changeablesOf(consumerIntelligence.contract.document)) {
    const { kind, address, default: own } = changeable
    if (kind === 'names') names[address] = `${own}Otherwise`
    if (kind === 'words') {
      words[address] = Object.fromEntries((own as string[]).map((word) => [word, `${word}-otherwise`]))
    }
  }
  return { names, words }
}

const open = () =>
  createHarness({
    simulators: [consumerIntelligence],
    now: START,
    settings: { 'consumer-intelligence': everythingOtherwise() },
  })

test('[CI-15] [CI-16] [CI-17] the assumed names and words of a provider can be others', async () => {
  await using harness = await open()
  const client = await logIn(harness)
  const legalId = numberOf('legal-id')
  const uploaded = await client.call('POST', '/consumers', [
    { market: 'SE', consumerId: 'a', data: { legalIdOtherwise: legalId } },
  ])
  expect(uploaded.status).toBe(202)
  await harness.clock.advance(IDENTIFICATION)
  expect((await client.consumers()).data).toMatchObject([
    { consumerIdOtherwise: 'a', stateOtherwise: 'IDENTIFIED', dataOtherwise: { legalIdOtherwise: legalId } },
  ])
  const found = await client.call('POST', '/markets/SE/persons/_find', { legalId, gender: 'FEMALE' })
  expect(found.body).toMatchObject({
    sex: 'FEMALE-otherwise',
    minor: 'NO-otherwise',
    familyName: 'Lindqvist',
  })
  expect(found.body.addresses).toMatchObject([{ typeOtherwise: 'REGISTERED-otherwise' }])
})

test('[CI-27] [CI-28] only the events that are not shown by the provider have other names', async () => {
  await withReceiver(async (receiver) => {
    await using harness = await open()
    const client = await logIn(harness)
    await client.createWebhook(receiver.url, ['CONSUMER_IDENTIFIED', 'PERSON_SUBSCRIBED'])
    await harness.scenarios.load('person-subscribed')
    await harness.deliveries.settled()
    const told = [{ consumerId: 'customer-1', market: 'SE' }, { consumerIdsOtherwise: ['customer-1'] }]
    expect(typesOf(receiver.received)).toEqual(['PING', 'CONSUMER_IDENTIFIED', 'PERSON_SUBSCRIBED'])
    expect(receiver.received.slice(1).map(({ body }) => body)).toMatchObject(told)
    expect((await client.audit()).data.slice(-2)).toMatchObject(told)
  })
})

test('[CI-06] [CI-32] of two problems with one status, each has its own words', async () => {
  await using harness = await open()
  const client = await logIn(harness)
  const violated = await client.call('DELETE', '/consumers', { consumerIds: [] })
  expect(violated.body).toMatchObject({ type: 'about:blank', title: 'Constraint Violation' })
  expect(violated.body.violations).toMatchObject([{ fieldOtherwise: 'consumerIds' }])
  const malformed = await client.call('DELETE', '/consumers', '{')
  expect(malformed.body).toMatchObject({ type: 'about:blank-otherwise', title: 'Bad Request' })
})
