/** What the public register knows of an organization: the data behind the twin, read once with everything. */
import { createHarness } from 'tvilling'
import { organizationSession } from 'tvilling/mocks'
import { EXPANDS } from '../../../mocks/organization-session/states.ts'

const TOKENS = 'https://auth.bankid.no/auth/realms/prod/protocol/openid-connect/token'
const SESSIONS = 'https://aml.bankidapis.no/organization/session'

export async function readRegister(country: string, identifier: string): Promise<unknown> {
  await using harness = await createHarness({ simulators: [organizationSession] })
  const scope = 'aml_organization/basic aml_organization/OFAC'
  const form = { grant_type: 'client_credentials', client_id: 'tvilling', client_secret: 'tvilling', scope }
  const token = await harness.fetch(TOKENS, { method: 'POST', body: new URLSearchParams(form) })
  const { access_token } = (await token.json()) as { access_token: string }
  const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' }
  const body = JSON.stringify({ identifier, expands: EXPANDS })
  const session = await harness.fetch(`${SESSIONS}/${country}`, { method: 'POST', headers, body })
  const { sessionId } = (await session.json()) as { sessionId: string }
  await harness.clock.advance('PT1M')
  return (await harness.fetch(`${SESSIONS}/${country}/${sessionId}/result`, { headers })).json()
}
