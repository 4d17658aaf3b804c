/** What the public registers know of organizations: the data behind the twin, read once with everything. */
import { createHarness } from 'tvilling'
import { organizationSession } from 'tvilling/mocks'
import { EXPANDS } from '../../../mocks/organization-session/states.ts'

const TOKENS = 'https://auth.bankid.no/auth/realms/prod/protocol/openid-connect/token'
const SESSIONS = 'https://aml.bankidapis.no/organization/session'

/** @param numbers of one organization in each country. */
export async function readRegister(
  numbers: Readonly<Record<string, string>>,
): Promise<Record<string, unknown>> {
  await using harness = await createHarness({ simulators: [organizationSession] })
  const scope = 'aml_organization/basic aml_organization/OFAC'
  const form = { grant_type: 'client_credentials', client_id: 'tvilling', client_secret: 'tvilling', scope }
  const token = await harness.fetch(TOKENS, { method: 'POST', body: new URLSearchParams(form) })
  const { access_token } = (await token.json()) as { access_token: string }
  const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' }
  const found: Record<string, unknown> = {}
  for (const [country, identifier] of Object.entries(numbers)) {
    const url = `${SESSIONS}/${country}`
    const body = JSON.stringify({ identifier, expands: EXPANDS })
    const session = await harness.fetch(url, { method: 'POST', headers, body })
    const { sessionId } = (await session.json()) as { sessionId: string }
    await harness.clock.advance('PT1M')
    found[country] = await (await harness.fetch(`${url}/${sessionId}/result`, { headers })).json()
  }
  return found
}
