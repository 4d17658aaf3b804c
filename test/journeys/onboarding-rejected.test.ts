import { organizationNumberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { story } from './onboarding/story.ts'

/**
 * Somebody gives an organization number that is well formed and that no register has. The session begins like any
 * other, and ends after ten seconds with the webhook Failed. The service must not wait for ever, and must not fetch
 * a result that will never be there: it turns the company down.
 */
story('a company that no register knows is turned down', async (service, { clock }) => {
  const key = await service.onboard(organizationNumberOf('swedish-unregistered'))
  await clock.advance('PT10S')
  expect(service.company(key)?.state).toBe('REJECTED')
})
