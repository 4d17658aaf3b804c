import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, DELTAGER, deltager, NOTHING } from './client.ts'

eachDoor('[IN-22] a call that fails after the check of its request id has used the id up', async (door) => {
  const star = await callerAs(door)
  const kommune = await callerAs(door, 'kommune')
  const failing = [
    () => star.createIndkaldelse({}, { requestId: 'r0' }),
    () => star.createIndkaldelse(undefined, { requestId: 'r1', raw: '{' }),
    () => kommune.createIndkaldelse(undefined, { requestId: 'r2', cpr: numberOf('a-kasse-citizen') }),
    () => star.createIndkaldelse(undefined, { requestId: 'r3', cpr: numberOf('nobody-danish') }),
    () => star.createIndkaldelse(undefined, { requestId: 'r4', cpr: numberOf('deceased-citizen') }),
    () => star.createMyndighedsdeltager(DELTAGER, deltager(NOTHING), { requestId: 'r5' }),
  ]
  const statuses = [400, 400, 403, 404, 409, 404]
  for (const [index, call] of failing.entries()) {
    expect((await call()).status).toBe(statuses[index])
    expect((await call()).status).toBe(412)
    expect((await star.createIndkaldelse(undefined, { requestId: `r${index}` })).status).toBe(412)
  }
})

eachDoor('[IN-22] [IN-23] a call that fails before that check leaves its request id free', async (door) => {
  const star = await callerAs(door)
  const requestId = 'spare'
  const failing = [
    await star.createIndkaldelse(undefined, { requestId, token: null }),
    await (await callerAs(door, 'tvilling-no-scope')).createIndkaldelse(undefined, { requestId }),
    await star.createIndkaldelse(undefined, { requestId, cpr: '3104900991' }),
    await star.createIndkaldelse(undefined, { requestId, cpr: null }),
    await star.createMyndighedsdeltager('no-uuid', deltager(NOTHING), { requestId }),
  ]
  expect(failing.map(({ status }) => status)).toEqual([401, 403, 400, 400, 400])
  expect((await star.createIndkaldelse(undefined, { requestId })).status).toBe(200)
})
