import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs } from './client.ts'

eachDoor(
  '[IN-04] [IN-22] a request id is taken for 7 days, and free again at exactly 7 days',
  async (door) => {
    const first = await callerAs(door)
    expect((await first.createIndkaldelse(undefined, { requestId: 'weekly' })).status).toBe(200)

    await door.control.clock.advance('P6DT23H59M59.999S')
    const within = await callerAs(door)
    expect((await within.createIndkaldelse(undefined, { requestId: 'weekly' })).status).toBe(412)

    await door.control.clock.advance('PT0.001S')
    const after = await callerAs(door)
    expect((await after.createIndkaldelse(undefined, { requestId: 'weekly' })).status).toBe(200)
    expect((await after.createIndkaldelse(undefined, { requestId: 'weekly' })).status).toBe(412)
  },
)

eachDoor('[IN-04] a repeated call does not prolong the 7 days', async (door) => {
  await (await callerAs(door)).createIndkaldelse(undefined, { requestId: 'weekly' })
  await door.control.clock.advance('P6D')
  expect((await (await callerAs(door)).createIndkaldelse(undefined, { requestId: 'weekly' })).status).toBe(
    412,
  )
  await door.control.clock.advance('P1D')
  expect((await (await callerAs(door)).createIndkaldelse(undefined, { requestId: 'weekly' })).status).toBe(
    200,
  )
})

eachDoor(
  '[IN-04] request ids that are over are forgotten, so that no more are kept than of 7 days',
  async (door) => {
    for (let day = 0; day < 20; day += 1) {
      const caller = await callerAs(door)
      await caller.createIndkaldelse()
      await caller.createIndkaldelse()
      expect((await door.control.state.page('indkaldelse', 'requestIds')).items.length).toBeLessThanOrEqual(
        14,
      )
      await door.control.clock.advance('P1D')
    }
  },
)

eachDoor(
  '[IN-04] the retention is a setting',
  async (door) => {
    const caller = await callerAs(door)
    await caller.createIndkaldelse(undefined, { requestId: 'brief' })
    await door.control.clock.advance('PT9.999S')
    expect((await caller.createIndkaldelse(undefined, { requestId: 'brief' })).status).toBe(412)
    await door.control.clock.advance('PT0.001S')
    expect((await caller.createIndkaldelse(undefined, { requestId: 'brief' })).status).toBe(200)
  },
  { settings: { indkaldelse: { requestIdRetention: 'PT10S' } } },
)
