import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { BUNDLES, bundlePath, CSV, clientWith, logIn, PERSON, requestToken } from './client.ts'

eachDoor('[PM-10] key and secret by HTTP Basic give a bearer token', async (door) => {
  const granted = await requestToken(door, 'tvilling')
  expect(granted).toMatchObject({ status: 200, body: { expires_in: 3600 } })
  expect(granted.body.token_type.toLowerCase()).toBe('bearer')
  expect(granted.headers.get('cache-control')).toBe('no-store')
  expect((await clientWith(door, `Bearer ${granted.body.access_token}`).call('GET', BUNDLES)).status).toBe(
    200,
  )
})

eachDoor('[PM-10] what is wrong with a token request is said as OAuth says it', async (door) => {
  expect(await requestToken(door, 'tvilling', { secret: 'wrong' })).toMatchObject({
    status: 401,
    body: { error: 'invalid_client' },
  })
  expect(await requestToken(door, 'tvilling', { form: 'grant_type=password' })).toMatchObject({
    status: 400,
    body: { error: 'unsupported_grant_type' },
  })
})

eachDoor('[PM-21] no token, a wrong one and an expired one are 401', async (door) => {
  const granted = await requestToken(door, 'tvilling')
  const client = clientWith(door, `Bearer ${granted.body.access_token}`)
  const refused = { status: 401, body: { error: 'Unauthorized', message: expect.any(String) } }
  for (const nobody of [clientWith(door), clientWith(door, 'Bearer x'), clientWith(door, 'Basic eDp4')]) {
    expect(await nobody.call('GET', BUNDLES)).toMatchObject(refused)
    expect(await nobody.update(CSV)).toMatchObject(refused)
  }
  await door.control.clock.advance('PT59M59S')
  expect((await client.call('GET', BUNDLES)).status).toBe(200)
  await door.control.clock.advance('PT1S')
  const expired = await client.call('GET', BUNDLES)
  expect(expired).toMatchObject(refused)
  expect(expired.headers.get('www-authenticate')).toContain('invalid_token')
})

eachDoor('[PM-09] [PM-21] a client without the permission is 403', async (door) => {
  const client = await logIn(door, 'tvilling-no-permission')
  for (const answer of [await client.call('GET', BUNDLES), await client.update(CSV)]) {
    expect(answer.status).toBe(403)
    expect(answer.body).toEqual({ error: 'Forbidden', message: expect.any(String) })
    expect(answer.reason).toContain('PM-09')
  }
})

eachDoor('[PM-09] webhooks need the addon, and a bundle', async (door) => {
  const load = (client: string) =>
    door.control.scenarios.load('monitoring-webhook-registered', { client, url: 'http://127.0.0.1:9/hook' })
  await expect(load('tvilling-no-webhooks')).rejects.toThrow('addon')
  await expect(load('tvilling-no-permission')).rejects.toThrow('addon')
  await expect(load('nobody')).rejects.toThrow('nobody')
  expect(await load('tvilling')).toMatchObject({ id: expect.any(String), secret: expect.any(String) })
  // The webhook is there, and the person is on no bundle.
  await door.control.people.change(PERSON, { familyName: 'Ny' })
  expect(await door.control.deliveries.list()).toEqual([])
})

eachDoor('[PM-21] an unknown bundle is 404, whatever is sent to it', async (door) => {
  const client = await logIn(door)
  for (const content of [CSV, '']) {
    const answer = await client.update(content, {}, 'b9')
    expect(answer).toMatchObject({ status: 404, reason: expect.stringContaining('PM-21') })
    expect(answer.body).toEqual({ error: 'NotFound', message: expect.stringContaining('b9') })
  }
  const nowhere = await client.call('GET', '/se/person/monitoring/1.0/nothing')
  expect(nowhere.status).toBe(404)
  expect((await client.call('PUT', bundlePath('b1%2Fx'))).status).toBe(400)
})

eachDoor('[PM-10] monitoring-secret-rotated shuts the old secret and its tokens out', async (door) => {
  const before = await logIn(door)
  const { secret } = await door.control.scenarios.load('monitoring-secret-rotated')
  expect((await before.call('GET', BUNDLES)).status).toBe(401)
  expect((await requestToken(door, 'tvilling')).status).toBe(401)
  const after = await logIn(door, 'tvilling', String(secret))
  expect((await after.call('GET', BUNDLES)).status).toBe(200)
  await expect(
    door.control.scenarios.load('monitoring-secret-rotated', { client: 'nobody' }),
  ).rejects.toThrow('nobody')
})
