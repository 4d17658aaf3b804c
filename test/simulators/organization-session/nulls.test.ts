import { createHarness } from 'tvilling'
import { organizationSession } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf, FULL } from './client.ts'

const nulls = { identifier: FULL, expands: null, reports: null, webhooks: null }

eachDoor('[OS-22] an optional member that is null counts as absent', async (door) => {
  const client = clientOf(door)
  const id = await client.session(nulls)
  await door.control.clock.advance('PT10S')
  expect((await client.status(id)).body).toEqual({ sessionId: id, status: 'DONE', jsonData: 'READY' })
  expect((await client.create({ identifier: null })).status).toBe(400)
})

test('[OS-22] a setting refuses it', async () => {
  const settings = { 'organization-session': { nulls: 'refused' as const } }
  await using harness = await createHarness({ simulators: [organizationSession], settings })
  const refused = await clientOf(harness).create(nulls)
  expect(refused.status).toBe(400)
  expect(refused.body.detail).toMatch(/expands.*reports.*webhooks/)
})

eachDoor('[OS-22] an answer says that a null counted as absent, if one did', async (door) => {
  const client = clientOf(door)
  const evidenceOf = async (body: Record<string, unknown>) =>
    (await client.create(body)).headers.get('x-tvilling-evidence')
  expect(await evidenceOf(nulls)).toContain('OS-22')
  expect(await evidenceOf({ identifier: FULL })).not.toContain('OS-22')
})
