import { expect, test } from 'vitest'
import { example, seeded } from './seeded.ts'

test('no webhook message is sent of what is planted, and nothing is in the journal', async () => {
  const url = 'http://127.0.0.1:9/events'
  const sent: string[] = []
  const harness = await seeded(
    {
      ...example,
      'consumer-intelligence': { ...example['consumer-intelligence'], webhooks: [{ url }] },
      'organization-session': {
        sessions: [
          { organization: 'norwegian-full', webhooks: [{ url, events: ['JsonDataReady', 'AllDone'] }] },
        ],
      },
    },
    {
      webhooks: {
        async send(input) {
          sent.push(String(input))
          return new Response()
        },
      },
    },
  )
  await harness.deliveries.settled()
  expect(sent).toEqual([])
  expect(await harness.deliveries.list()).toEqual([])
  expect(await harness.journal.find()).toEqual([])
  expect(await harness.journal.actions()).toEqual([])
})
