import { createHarness } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { expect, test } from 'vitest'

test('a header that cannot be sent, by a setting, makes a failed attempt', async () => {
  await using harness = await createHarness({
    simulators,
    now: '2026-01-01T00:00:00Z',
    settings: { 'person-monitoring': { signatureKeys: ['time', 'a\r\nb'] } },
  })
  const { scenarios, people, clock } = harness
  await scenarios.load('monitoring-webhook-registered', { url: 'http://receiver.example/' })
  await scenarios.load('bundle-approved', {})
  await people.change('198001022386', {
    address: { streetName: 'Nygatan', streetNumber: '7', postalCode: '90325', city: 'Umeå' },
  })
  expect((await clock.advance('PT0S')).deliveries).toMatchObject([
    { state: 'PENDING', error: expect.stringMatching(/header/i) },
  ])
})
