import { numberOf, organizationNumberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { story } from './onboarding/story.ts'

/**
 * A customer's board is on the monitoring list, and the list is approved eight minutes after it was sent in. Then
 * Nils Erik Tornberg, the chairman, moves from Uppsala to Umeå. The monitoring announces a change, signed with the
 * secret that only the two of us know; the service verifies the signature and accepts; the change itself follows,
 * signed as well. The service asks Consumer Intelligence anew and has his new city, without anybody having looked
 * for it.
 */
story(
  'a move of a board member reaches the customer record by itself',
  async (service, { clock, people }) => {
    const key = await service.onboard(organizationNumberOf('swedish-full'))
    await clock.advance('PT10M')
    const address = { streetName: 'Nygatan', streetNumber: '7', postalCode: '90325', city: 'Umeå' }
    await people.change(numberOf('name-and-address'), { address })
    await clock.advance('PT1M')
    expect(service.company(key)?.board[0]).toMatchObject({ name: 'Nils Tornberg', city: 'Umeå' })
  },
)
