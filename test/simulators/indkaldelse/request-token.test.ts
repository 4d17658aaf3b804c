import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, requestToken } from './client.ts'

const credentials = { client_id: 'kommune', client_secret: 'kommune' }

eachDoor('[IN-21] a client gets a token by client credentials, in the form or by Basic', async (door) => {
  const basic = { authorization: `Basic ${btoa('kommune:kommune')}` }
  for (const response of [
    await requestToken(door, { grant_type: 'client_credentials', ...credentials }),
    await requestToken(door, { grant_type: 'client_credentials' }, basic),
  ]) {
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    const token = (await response.json()) as { access_token: string }
    expect(token).toMatchObject({ expires_in: 3600, scope: 'kontaktforloeb.samtale.write' })
    const caller = await callerAs(door)
    expect((await caller.createIndkaldelse(undefined, { token: token.access_token })).status).toBe(200)
  }
})

eachDoor('[IN-21] a token request that fails is answered in the words of OAuth', async (door) => {
  const wrong = await requestToken(door, {
    grant_type: 'client_credentials',
    ...credentials,
    client_secret: 'x',
  })
  expect(wrong.status).toBe(401)
  expect(wrong.headers.get('www-authenticate')).toMatch(/^Basic/)
  expect(await wrong.json()).toMatchObject({ error: 'invalid_client' })

  const unsupported = await requestToken(door, { grant_type: 'password', ...credentials })
  expect(unsupported.status).toBe(400)
  expect(await unsupported.json()).toMatchObject({ error: 'unsupported_grant_type' })

  const scope = await requestToken(door, { grant_type: 'client_credentials', ...credentials, scope: 'andet' })
  expect(scope.status).toBe(400)
  expect(await scope.json()).toMatchObject({ error: 'invalid_scope' })
})
