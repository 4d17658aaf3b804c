import { organizationNumberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { story } from './onboarding/story.ts'

/**
 * The organization's session is done, and just then Consumer Intelligence answers 502. The service cannot finish,
 * so it answers the webhook with 500 rather than pretend. The organization API tries again a minute later, as it
 * says it will; by then Consumer Intelligence is back, and the company is taken on as if nothing had been. Nobody
 * has to look into a log, and no company is lost: it is what webhooks are repeated for.
 */
story('a provider that is down for a moment costs a minute', async (service, { clock, faults }) => {
  const fault = { simulator: 'consumer-intelligence', operation: 'findPerson', fault: 'status' } as const
  await faults.add({ ...fault, status: 502, times: 1 })
  const key = await service.onboard(organizationNumberOf('swedish-full'))
  await clock.advance('PT30S')
  expect(service.company(key)?.state).toBe('WAITING')
  await clock.advance('PT1M')
  expect(service.company(key)?.state).toBe('ONBOARDED')
})
