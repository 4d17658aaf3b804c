/** How an implementation of parking permits is driven, and what it promises. */
import { check, must, tokenChecks, tokenExpiry, type VerificationPlan, type VerifySession } from 'tvilling'

const roles = { main: { about: 'a driver', token: 'requestToken', ready: 'tvilling' } }
const permit = (operation: string, plate: string) => ({ operation, path: { plate } })

async function applied(session: VerifySession): Promise<string> {
  const plate = session.subject('plate')
  await session.expect(200, permit('applyForPermit', plate))
  return plate
}

const requests: VerificationPlan['requests'] = {
  requestToken: (session) => session.tokenCall('main'),
  applyForPermit: (session) => permit('applyForPermit', session.subject('plate')),
  getPermit: (session) => permit('getPermit', session.subject('plate')),
}

export const verification: VerificationPlan = {
  environments: ['main'],
  roles,
  subjects: { plate: 'ABC123', another: 'XYZ999' },
  refusals: { schema: 400, unreadable: 400 },
  requests,
  ready: { getPermit: async (session) => permit('getPermit', await applied(session)) },
  checks: [
    ...tokenChecks({ roles, invalidClient: 401 }),
    check('grants a permit within a day', ['getPermit', 'applyForPermit'], async (session) => {
      const plate = await applied(session)
      await session.until('the permit to be granted', 'P1D', 'PT6H', async () => {
        const { response } = await session.expect(200, permit('getPermit', plate))
        return (response.body as { state: string }).state === 'GRANTED' || undefined
      })
    }),
    check('knows a permit that was granted before', ['getPermit'], async (session) => {
      const plate = session.subject('another')
      await session.loadScenario('permit-granted', { plate })
      const exchange = await session.expect(200, permit('getPermit', plate))
      must((exchange.response.body as { state: string }).state === 'GRANTED', 'a permit GRANTED', exchange)
    }),
    check('answers 404 for a plate without a permit', ['getPermit'], async (session) => {
      await session.expect(404, permit('getPermit', 'QQQ000'))
    }),
    tokenExpiry(['getPermit', 'applyForPermit'], requests),
  ],
}
