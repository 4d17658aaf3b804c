import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { logIn } from './client.ts'

eachDoor(
  '[CI-32] beyond the rate limit it is 429 until Retry-After is over, for that client alone',
  async (door) => {
    const client = await logIn(door)
    const other = await logIn(door, 'tvilling-no-denmark')
    const status = async (by = client) => (await by.call('GET', '/webhooks')).status
    expect([await status(), await status()]).toEqual([200, 200])
    await door.control.clock.advance('PT20.5S')
    const refused = await client.call('GET', '/webhooks')
    expect(refused.status).toBe(429)
    expect(refused.body).toMatchObject({ status: 429, title: 'Too Many Requests', type: 'about:blank' })
    expect(refused.headers.get('retry-after')).toBe('40')
    expect(await status(other)).toBe(200)
    await door.control.clock.advance('PT39S')
    expect(await status()).toBe(429)
    await door.control.clock.advance('PT0.5S')
    expect(await status()).toBe(200)
  },
  { settings: { 'consumer-intelligence': { rateLimitRequests: 2, rateLimitPer: 'PT1M' } } },
)

eachDoor('[CI-32] by default there is no rate limit', async (door) => {
  const client = await logIn(door)
  for (let call = 0; call < 30; call += 1) expect((await client.call('GET', '/webhooks')).status).toBe(200)
})
