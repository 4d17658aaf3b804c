import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { logIn, PRODUCTION, requestToken } from './client.ts'

eachDoor('[CI-01] a token is granted to client credentials by HTTP Basic', async (door) => {
  const granted = await requestToken(door, 'tvilling')
  expect(granted.status).toBe(200)
  expect(granted.body).toEqual({
    access_token: expect.any(String),
    expires_in: 3600,
    scope: 'bci',
    token_type: 'bearer',
  })
  const call = await door.fetch(`${PRODUCTION}/consumer-intelligence/v3/webhooks`, {
    headers: { authorization: `Bearer ${granted.body.access_token}` },
  })
  expect(call.status).toBe(200)
})

eachDoor('[CI-01] a token request that is wrong gets the error of OAuth 2.0', async (door) => {
  const errorOf = async (options: Parameters<typeof requestToken>[2]) => {
    const { status, body } = await requestToken(door, 'tvilling', options)
    return [status, body.error]
  }
  expect(await errorOf({ secret: 'wrong' })).toEqual([401, 'invalid_client'])
  expect(await errorOf({ form: 'grant_type=password&scope=bci' })).toEqual([400, 'unsupported_grant_type'])
  expect(await errorOf({ form: 'grant_type=client_credentials&scope=other' })).toEqual([400, 'invalid_scope'])
  expect(await errorOf({ form: 'scope=bci' })).toEqual([400, 'invalid_request'])
})

eachDoor('[CI-02] a token is good for an hour, and then 401', async (door) => {
  const client = await logIn(door)
  await door.control.clock.advance('PT59M59S')
  expect((await client.call('GET', '/consumers')).status).toBe(200)
  await door.control.clock.advance('PT1S')
  const expired = await client.call('GET', '/consumers')
  expect(expired.status).toBe(401)
  expect(expired.body).toMatchObject({ status: 401, title: 'Unauthorized', type: 'about:blank' })
  expect(expired.headers.get('www-authenticate')).toContain('invalid_token')
  expect((await (await logIn(door)).call('GET', '/consumers')).status).toBe(200)
})

eachDoor('[CI-02] no token, and one that was never issued, are 401', async ({ fetch }) => {
  const url = `${PRODUCTION}/consumer-intelligence/v3/consumers`
  for (const headers of [{}, { authorization: 'Bearer made-up' }, { authorization: 'Basic abc' }]) {
    const response = await fetch(url, { headers: headers as Record<string, string> })
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/)
  }
})
