import { numberOf } from 'tvilling/fixtures'
import { simulators } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import { expectSameReplay } from '../replayed.ts'
import { example, get, seeded } from './seeded.ts'

test('a HAR holds the seed data, so that the run can be replayed', async () => {
  const harness = await seeded(example, { webhooks: { send: async () => new Response() } })
  await get(harness, 'https://api.roaring.io/se/person/monitoring/1.0/bundles', 'our-app', 'our-secret')
  await harness.people.change(numberOf('legal-id'), { familyName: 'Nyström' })
  await harness.clock.advance('PT5M')
  await get(harness, 'https://api.bisnode.com/consumer-intelligence/v3/audit-events')
  const { _tvilling } = (await harness.journal.har()).log
  expect(_tvilling).toMatchObject({ complete: true, seedData: [{ clients: example.clients }] })
  await expectSameReplay(harness, simulators)
})

test('without seed data a HAR says nothing of it', async () => {
  const harness = await seeded(undefined)
  expect((await harness.journal.har()).log._tvilling).not.toHaveProperty('seedData')
})
