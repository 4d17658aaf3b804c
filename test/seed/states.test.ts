import { numberOf } from 'tvilling/fixtures'
import { expect, test } from 'vitest'
import { get, seeded } from './seeded.ts'

const CI = 'https://api.bisnode.com/consumer-intelligence/v3'
const BUNDLES = 'https://api.roaring.io/se/person/monitoring/1.0/bundles'
const BANKID = 'https://aml.bankidapis.no/organization/session/no'

test('the time in a state counts from when it began', async () => {
  const harness = await seeded({
    'person-monitoring': {
      bundles: [{ id: 'b', status: 'PENDING', people: ['legal-id'], lastModified: '2026-01-01T07:58:00Z' }],
    },
  })
  expect((await harness.clock.advance('PT119S')).transitions).toEqual([])
  expect((await harness.clock.advance('PT1S')).transitions).toMatchObject([
    { from: 'PENDING', to: 'APPROVED' },
  ])
})

test('what was due before the start happens at the start', async () => {
  const harness = await seeded({
    'person-monitoring': {
      bundles: [{ id: 'b', status: 'PENDING', people: ['legal-id'], lastModified: '2025-12-01T00:00:00Z' }],
    },
  })
  await harness.clock.advance('PT0S')
  const { bundles } = await get(harness, BUNDLES)
  expect(bundles[0]).toMatchObject({ id: 'b', status: 'APPROVED', lastModified: '2026-01-01T08:00:00.000Z' })
})

test('an approved bundle monitors its people, and a later change of one is sent', async () => {
  const harness = await seeded({
    'person-monitoring': {
      webhooks: [{ url: 'http://127.0.0.1:9/changes', secret: 's' }],
      bundles: [{ id: 'b', people: ['legal-id'] }],
    },
  })
  await harness.people.change(numberOf('legal-id'), { familyName: 'Nyström' })
  expect(await harness.deliveries.list()).toMatchObject([{ url: 'http://127.0.0.1:9/changes' }])
})

test('a bundle that waits monitors the list before [PM-23]', async () => {
  const harness = await seeded({
    'person-monitoring': {
      webhooks: [{ url: 'http://127.0.0.1:9/changes' }],
      bundles: [{ id: 'b', status: 'PENDING', people: ['name-and-address'], monitored: ['legal-id'] }],
    },
  })
  await harness.people.change(numberOf('name-and-address'), { familyName: 'Nyström' })
  expect(await harness.deliveries.list()).toEqual([])
  await harness.people.change(numberOf('legal-id'), { familyName: 'Nyström' })
  expect(await harness.deliveries.list()).toHaveLength(1)
})

test('an identified consumer has its subscription, and an audit log in the order of time [CI-22, CI-28]', async () => {
  const harness = await seeded({
    'consumer-intelligence': {
      consumers: [
        { consumerId: 'late', person: 'legal-id', created: '2025-12-02T00:00:00Z' },
        { consumerId: 'early', person: 'name-and-address', created: '2025-12-01T00:00:00Z' },
      ],
    },
  })
  const { items } = await harness.state.page('consumer-intelligence', 'subscriptions')
  expect(items).toHaveLength(2)
  const { data: events } = await get(harness, `${CI}/audit-events`)
  const stamps = events.map(({ timestamp }: { timestamp: string }) => timestamp)
  expect(stamps).toHaveLength(6)
  expect(stamps).toEqual(stamps.toSorted())
})

test('a consumer that was identified by old data is who the entry says', async () => {
  const harness = await seeded({
    'consumer-intelligence': {
      consumers: [{ consumerId: 'a', person: 'legal-id', data: { legalId: numberOf('nobody') } }],
    },
  })
  const { data: found } = await get(harness, `${CI}/consumers`)
  expect(found).toMatchObject([{ state: 'IDENTIFIED', data: { legalId: numberOf('nobody') } }])
})

test('a reported child is a person with a number, which a second report of the birth finds [BR-17, BR-22]', async () => {
  const report = { mother: 'mother', child: { date: '2025-12-31', gender: 'MALE' } }
  const harness = await seeded({ 'birth-report': { reports: [report, report] } })
  const { items } = await harness.state.page('birth-report', 'reports')
  expect(items.map(({ value }) => (value['answer'] as { status: number }).status)).toEqual([201, 202])
  const [number = ''] = items.map(
    ({ value }) =>
      (value['answer'] as { body: { personalIdentityNumber: string } }).body.personalIdentityNumber,
  )
  expect(number).toMatch(/^20251231/)
  await harness.people.change(number, { firstNames: ['Nils'] })
})

test('a session goes on where it stands', async () => {
  const harness = await seeded({
    'organization-session': {
      sessions: [
        {
          id: 's',
          organization: 'norwegian-full',
          json: 'READY',
          aml: 'IN_PROGRESS',
          createdAt: '2026-01-01T07:59:30Z',
          jsonReadyAt: '2026-01-01T07:59:50Z',
        },
      ],
    },
  })
  expect(await get(harness, `${BANKID}/s`)).toMatchObject({
    status: 'IN_PROGRESS',
    jsonData: 'READY',
    'aml-report': 'IN_PROGRESS',
  })
  const { transitions } = await harness.clock.advance('PT10S')
  expect(transitions).toMatchObject([
    { key: 's:aml', to: 'READY' },
    { key: 's:certificate', to: 'IN_PROGRESS' },
  ])
})

test.each([
  ['READY', 'DONE'],
  ['EXPIRED', 'DONE'],
  ['FAILED', 'FAILED'],
] as const)('a session of which the JSON is %s is %s', async (json, status) => {
  const parts = { json, aml: json, certificate: json }
  const harness = await seeded({
    'organization-session': { sessions: [{ id: 's', organization: 'norwegian-full', ...parts }] },
  })
  expect(await get(harness, `${BANKID}/s`)).toMatchObject({ status, jsonData: json })
})

test('a request id that was received is refused until its time is over [IN-03, IN-04]', async () => {
  const harness = await seeded({
    indkaldelse: { requestIds: [{ requestId: 'r1', receivedAt: '2025-12-31T08:00:00Z' }] },
  })
  const { items } = await harness.state.page('indkaldelse', 'requestIds')
  expect(items).toMatchObject([{ key: 'r1', value: { receivedAt: Date.parse('2025-12-31T08:00:00Z') } }])
})
