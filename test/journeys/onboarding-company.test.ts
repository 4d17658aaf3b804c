import { organizationNumberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { story } from './onboarding/story.ts'

/**
 * Låtsas Furuvik Programvara AB wants to become a customer. The service asks the organization API about it and is
 * notified by webhook, half a minute later, that all is done. It fetches the answer and the certificate of registration
 * as a PDF, looks the chairman and the members of the board up in Consumer Intelligence, where each is found by name
 * and date of birth, and puts their personal numbers on the list of the person monitoring. A customer it is then,
 * with a board of three whose numbers and cities are known.
 */
story('a company is taken on with its board and its certificate', async (service, { clock }) => {
  const key = await service.onboard(organizationNumberOf('swedish-full'))
  expect(service.company(key)?.state).toBe('WAITING')
  await clock.advance('PT30S')
  const { state, board, certificate } = service.company(key) ?? {}
  expect([state, board?.map(({ city }) => city)]).toEqual(['ONBOARDED', ['Uppsala', 'Stockholm', 'Göteborg']])
  expect(certificate?.subarray(0, 5).toString()).toBe('%PDF-')
})
