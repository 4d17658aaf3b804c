import { createHarness } from 'tvilling'
import { organizationSession } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf } from './client.ts'

test('[OS-11] links lead to the host of the provider that was asked', async () => {
  await using harness = await createHarness({ simulators: [organizationSession] })
  const client = clientOf(harness)
  const { sessionId: id } = await harness.scenarios.load('session-done')
  const path = `/organization/session/no/${id}/reports`
  expect((await client.result(String(id))).body.links).toEqual({
    reports: {
      aml: `https://aml.bankidapis.no${path}/aml`,
      certificate: `https://aml.bankidapis.no${path}/certificate`,
    },
  })
})

test('[OS-11] at another host links are paths, and do not depend on its name', async () => {
  await using harness = await createHarness({ simulators: [organizationSession] })
  const at = (origin: string) => ({
    fetch: (url: string, init?: RequestInit) => harness.fetch(`${origin}${new URL(url).pathname}`, init),
  })
  const { sessionId: id } = await harness.scenarios.load('session-done', { reports: ['aml'] })
  for (const origin of ['http://127.0.0.1:4010', 'https://twin.example']) {
    const { body } = await clientOf(at(origin)).result(String(id))
    expect(body.links).toEqual({ reports: { aml: `/organization/session/no/${id}/reports/aml` } })
  }
})

eachDoor('[OS-11] links are there from when the JSON is, though the reports are not', async (door) => {
  const client = clientOf(door)
  const id = await client.session({ reports: ['aml'] })
  await door.control.clock.advance('PT10S')
  expect((await client.result(id)).body.links.reports).toHaveProperty('aml')
  expect((await client.report(id, 'aml')).status).toBe(409)
})
