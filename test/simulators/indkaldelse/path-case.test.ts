import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, DELTAGER, deltager, MEETING, newIndkaldelse, tokenOf } from './client.ts'

eachDoor('[IN-28] paths compare without regard to case, and ids in them stay as they are', async (door) => {
  const caller = await callerAs(door)
  const id = await newIndkaldelse(caller)
  const lower = await caller.call('POST', '/v2/indkaldelse', MEETING)
  expect(lower.status).toBe(200)
  expect(lower.headers.get('x-tvilling-operation')).toBe('indkaldelse.createIndkaldelse')
  expect(lower.headers.get('x-tvilling-evidence')).toContain('IN-28')
  const path = `/V2/INDKALDELSE/Myndighedsdeltager/${DELTAGER}`
  const created = await caller.call('POST', path, deltager(id))
  expect(created).toMatchObject({ status: 200, text: JSON.stringify(DELTAGER) })
  expect((await caller.call('DELETE', `${path}/INDKALDELSE/${id}`)).status).toBe(204)
  expect((await caller.call('GET', '/v2/indkaldelse')).status).toBe(405)
})

eachDoor('[IN-28] the paths of other providers are exact', async (door) => {
  const answer = await door.fetch('https://api.roaring.io/se/person/monitoring/1.0/BUNDLES')
  expect(answer.status).toBe(404)
})

eachDoor(
  '[IN-28] paths are exact by the setting',
  async (door) => {
    const token = await tokenOf(door, 'tvilling')
    const caller = await callerAs(door)
    expect((await caller.createIndkaldelse(MEETING, { token })).status).toBe(200)
    const lower = await caller.call('POST', '/v2/indkaldelse', MEETING)
    expect(lower).toMatchObject({ status: 404, fejlkoder: [404] })
  },
  { settings: { indkaldelse: { pathCase: 'exact' } } },
)
