import { expect } from 'vitest'
import { eachMsw } from './versions.ts'

const URL = 'https://our-application.example/hook'

eachMsw('a handler of a webhook that advances the clock before it answers is refused', async (msw) => {
  const { harness, server, http } = msw
  const outcomes: unknown[] = []
  server.use(
    http.post(URL, async () => {
      outcomes.push(await harness.clock.advance('PT1H').catch((error) => error))
      return new Response(null, { status: 200 })
    }),
  )
  await harness.scenarios.load('webhook-registered', { url: URL })
  expect(await harness.clock.advance('PT1M')).toMatchObject({
    now: '2026-01-01T00:01:00.000Z',
    deliveries: [{ state: 'DELIVERED' }],
  })
  expect(outcomes).toMatchObject([{ name: 'UsageError', status: 409 }])
})
