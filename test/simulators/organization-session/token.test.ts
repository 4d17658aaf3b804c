import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf, FULL, requestToken, TOKEN, tokenOf } from './client.ts'

const credentials = { client_id: 'tvilling', client_secret: 'tvilling' }
const grant = { grant_type: 'client_credentials' }

eachDoor(
  '[OS-14] a client gets a token by client credentials, in the form or by Basic, in any realm',
  async (door) => {
    const basic = { authorization: `Basic ${btoa('tvilling:tvilling')}` }
    for (const answer of [
      await requestToken(door, { ...grant, ...credentials }),
      await requestToken(door, grant, basic),
      await requestToken(door, grant, basic, TOKEN.replace('prod', 'our-own-realm')),
    ]) {
      expect(answer).toMatchObject({
        status: 200,
        body: { expires_in: 300, scope: 'aml_organization/basic aml_organization/OFAC' },
      })
      expect(answer.headers.get('cache-control')).toBe('no-store')
      const body = { identifier: FULL }
      const token = answer.body.access_token
      const created = await clientOf(door).call('POST', '/organization/session/no', body, { token })
      expect(created.status).toBe(201)
    }
  },
)

eachDoor('[OS-14] a token request that fails is 400 with the error body of OAuth', async (door) => {
  for (const [form, headers, error] of [
    [{ ...grant, ...credentials, client_secret: 'wrong' }, {}, 'invalid_client'],
    [{ ...grant, client_id: 'nobody', client_secret: 'x' }, {}, 'invalid_client'],
    [grant, { authorization: 'Negotiate abc' }, 'invalid_client'],
    [credentials, {}, 'invalid_request'],
    [{ ...credentials, grant_type: 'password' }, {}, 'unsupported_grant_type'],
    [{ ...grant, ...credentials, scope: 'openid' }, {}, 'invalid_scope'],
  ] as [Record<string, string>, Record<string, string>, string][]) {
    const refused = await requestToken(door, form, headers)
    expect(refused).toMatchObject({ status: 400, body: { error, error_description: expect.any(String) } })
  }
})

eachDoor('[OS-14] a token has the scopes that were asked for', async (door) => {
  const { body } = await requestToken(door, { ...grant, ...credentials, scope: 'aml_organization/basic' })
  expect(body.scope).toBe('aml_organization/basic')
})

eachDoor('[OS-14] a token expires', async (door) => {
  const token = await tokenOf(door, 'tvilling')
  const call = () => clientOf(door).call('POST', '/organization/session/no', { identifier: FULL }, { token })
  await door.control.clock.advance('PT4M59S')
  expect((await call()).status).toBe(201)
  await door.control.clock.advance('PT1S')
  const refused = await call()
  expect(refused).toMatchObject({ status: 401, body: { detail: 'The token has expired.' } })
  expect(refused.headers.get('www-authenticate')).toContain('invalid_token')
})
