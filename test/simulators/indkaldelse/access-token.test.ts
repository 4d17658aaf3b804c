import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, everyOperation } from './client.ts'

eachDoor('[IN-20] a call without a token, or with one that was not issued, is 401', async (door) => {
  for (const call of Object.values(everyOperation(await callerAs(door)))) {
    const without = await call({ token: null })
    expect(without).toMatchObject({ status: 401, fejlkoder: [401] })
    expect(without.headers.get('www-authenticate')).toMatch(/^Bearer/)
    const unknown = await call({ token: 'not-issued' })
    expect(unknown).toMatchObject({ status: 401, fejlkoder: [401] })
    expect(unknown.headers.get('www-authenticate')).toContain('invalid_token')
  }
})

eachDoor('[IN-21] a token expires after its lifetime, an hour', async (door) => {
  const caller = await callerAs(door)
  await door.control.clock.advance('PT59M59.999S')
  expect((await caller.createIndkaldelse()).status).toBe(200)
  await door.control.clock.advance('PT0.001S')
  const late = await caller.createIndkaldelse()
  expect(late).toMatchObject({ status: 401, reason: 'The token has expired.' })
})

eachDoor(
  '[IN-21] the lifetime of tokens is a setting',
  async (door) => {
    const caller = await callerAs(door)
    await door.control.clock.advance('PT1M')
    expect((await caller.createIndkaldelse()).status).toBe(401)
  },
  { settings: { indkaldelse: { tokenLifetime: 'PT1M' } } },
)
