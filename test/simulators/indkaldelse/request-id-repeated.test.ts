import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, everyOperation } from './client.ts'

eachDoor('[IN-03] a request id that comes again is 412, whatever the operation', async (door) => {
  const caller = await callerAs(door)
  expect((await caller.createIndkaldelse(undefined, { requestId: 'once' })).status).toBe(200)
  for (const call of Object.values(everyOperation(caller))) {
    expect(await call({ requestId: 'once' })).toMatchObject({ status: 412, fejlkoder: [412] })
  }
})

eachDoor('[IN-03] a call that is 412 has no effect', async (door) => {
  const caller = await callerAs(door)
  await caller.createIndkaldelse(undefined, { requestId: 'once' })
  await caller.createIndkaldelse(undefined, { requestId: 'once' })
  expect((await door.control.state.page('indkaldelse', 'indkaldelser')).items).toHaveLength(1)
})

eachDoor(
  '[IN-03] the reason of a 412 names the first call with the id, and when it is free',
  async (door) => {
    const caller = await callerAs(door)
    await caller.createIndkaldelse(undefined, { requestId: 'once' })
    await door.control.clock.advance('PT5M')
    const { reason } = await everyOperation(caller)['deleteMyndighedsdeltager']!({ requestId: 'once' })
    expect(reason).toContain('createIndkaldelse at 2026-01-01T00:00:00.000Z')
    expect(reason).toContain('free at 2026-01-08T00:00:00.000Z')
  },
)

eachDoor('[IN-22] a request id counts for all callers together', async (door) => {
  const [star, kommune] = [await callerAs(door), await callerAs(door, 'kommune')]
  await star.createIndkaldelse(undefined, { requestId: 'shared' })
  expect((await kommune.createIndkaldelse(undefined, { requestId: 'shared' })).status).toBe(412)
})

eachDoor('[IN-22] request ids that differ in case are different', async (door) => {
  const caller = await callerAs(door)
  expect((await caller.createIndkaldelse(undefined, { requestId: 'case' })).status).toBe(200)
  expect((await caller.createIndkaldelse(undefined, { requestId: 'CASE' })).status).toBe(200)
})
