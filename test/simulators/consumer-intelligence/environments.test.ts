import { createHarness } from 'tvilling'
import { consumerIntelligence } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientWith, logIn, PRODUCTION, requestToken, SANDBOX, SANDBOX_TOKEN, TOKEN } from './client.ts'

eachDoor('[CI-03] credentials of one environment get no token in the other', async (door) => {
  const status = async (id: string, url: string) => (await requestToken(door, id, { url })).status
  expect(await status('tvilling', TOKEN)).toBe(200)
  expect(await status('tvilling', SANDBOX_TOKEN)).toBe(401)
  expect(await status('tvilling-sandbox', SANDBOX_TOKEN)).toBe(200)
  expect(await status('tvilling-sandbox', TOKEN)).toBe(401)
})

eachDoor('[CI-03] a token of production does not open what only the sandbox has', async (door) => {
  const production = await logIn(door, 'tvilling')
  const refused = await clientWith(door, production.token, SANDBOX).call(
    'PUT',
    '/consumer-intelligence/sandbox/v1/persons',
    { id: 'p', country: 'SE' },
  )
  expect(refused.status).toBe(401)
})

test('[CI-03] a token of one environment is refused at the host of the other', async () => {
  await using harness = await createHarness({ simulators: [consumerIntelligence] })
  const production = await logIn(harness, 'tvilling')
  const sandbox = await logIn(harness, 'tvilling-sandbox')
  const status = async (token: string, origin: string) =>
    (await clientWith(harness, token, origin).call('GET', '/consumers')).status
  expect(await status(production.token, PRODUCTION)).toBe(200)
  expect(await status(production.token, SANDBOX)).toBe(401)
  expect(await status(sandbox.token, SANDBOX)).toBe(200)
  expect(await status(sandbox.token, PRODUCTION)).toBe(401)
})

eachDoor(
  '[CI-40] at an address that belongs to no environment, the token decides',
  async ({ control, fetch }) => {
    await control.scenarios.load('sandbox-person-added', { firstName: 'Signe', familyName: 'Egen' })
    const data = { firstName: 'Signe', familyName: 'Egen', dateOfBirth: '1990-05-05' }
    const nowhere = 'https://twin.test'
    for (const [id, status] of [
      ['tvilling-sandbox', 200],
      ['tvilling', 404],
    ] as const) {
      const { token } = await logIn({ fetch }, id)
      const found = await clientWith({ fetch }, token, nowhere).call(
        'POST',
        '/markets/SE/persons/_find',
        data,
      )
      expect(found.status).toBe(status)
    }
  },
)

eachDoor('[CI-03] clients have their own consumers, webhooks and audit events', async (door) => {
  const one = await logIn(door, 'tvilling')
  const other = await logIn(door, 'tvilling-no-denmark')
  await one.upload({ consumerId: 'a' })
  const { id } = await one.createWebhook('http://127.0.0.1:9/hook')
  expect((await other.consumers()).data).toEqual([])
  expect((await other.audit()).data).toEqual([])
  expect((await other.call('GET', '/webhooks')).body).toEqual({ webhooks: [] })
  expect((await other.call('DELETE', `/webhooks/${id}`)).status).toBe(404)
  await other.call('DELETE', '/consumers', { consumerIds: ['a'] })
  expect((await one.consumers()).data).toHaveLength(1)
})
