import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import type { Door } from '../../doors.ts'
import { eachDoor } from '../../doors.ts'
import { CSV, logIn } from './client.ts'

async function tryOut(door: Door, id: string): Promise<void> {
  const client = await logIn(door, id)
  const taken = await client.update(CSV, {}, 'any-id-at-all')
  expect(taken).toMatchObject({
    status: 200,
    body: { id: 'any-id-at-all', status: 'PENDING', entityCount: 2 },
  })
  expect(taken.reason).toContain('PM-08')
  expect((await client.update(numberOf('wrong-check-digit'))).status).toBe(200)
  expect((await client.update('hello')).status).toBe(400)
  expect((await client.update(CSV, { type: 'application/pdf' })).status).toBe(400)
  expect(await client.call('GET', '/se/person/monitoring/1.0/bundles')).toMatchObject({
    status: 404,
    body: { error: 'NotFound' },
    reason: expect.stringContaining('PM-08'),
  })
  for (const collection of ['bundles', 'monitoredDays']) {
    expect((await door.control.state.page('person-monitoring', collection)).items).toEqual([])
  }
  await expect(door.control.scenarios.load('bundle-approved', { client: id })).rejects.toThrow('sandbox')
}

eachDoor('[PM-08] a sandbox client tries out upload and format, and nothing is kept', (door) =>
  tryOut(door, 'tvilling-sandbox'),
)

eachDoor('[PM-08] a setting makes everybody a sandbox client', (door) => tryOut(door, 'tvilling'), {
  settings: { 'person-monitoring': { environment: 'sandbox' } },
})

eachDoor(
  '[PM-08] production, the default, keeps what a sandbox client beside it does not see',
  async (door) => {
    const production = await logIn(door)
    const sandbox = await logIn(door, 'tvilling-sandbox')
    await production.update(CSV)
    await sandbox.update('198001022386')
    expect(await production.bundle()).toMatchObject({ entityCount: 2 })
  },
)
