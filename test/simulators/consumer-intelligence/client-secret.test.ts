import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { logIn, requestToken } from './client.ts'

eachDoor('[CI-04] a new secret shuts the old one and its tokens out at once', async (door) => {
  const before = await logIn(door)
  const { secret } = await door.control.scenarios.load('client-secret-rotated')
  expect(secret).toEqual(expect.any(String))
  expect((await requestToken(door, 'tvilling')).status).toBe(401)
  expect((await before.call('GET', '/consumers')).status).toBe(401)
  expect((await requestToken(door, 'tvilling', { secret: String(secret) })).status).toBe(200)
})
