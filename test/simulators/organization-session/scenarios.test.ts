import { organizationNumberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf, FULL, requestToken, tokenOf, withReceiver } from './client.ts'

eachDoor('[OS-04] session-created begins a session', async (door) => {
  const made = await door.control.scenarios.load('session-created')
  expect(made).toEqual({
    sessionId: expect.any(String),
    client: 'tvilling',
    country: 'no',
    identifier: FULL,
    status: 'IN_PROGRESS',
    jsonData: 'IN_PROGRESS',
    'aml-report': 'NOT_STARTED',
    'certificate-report': 'NOT_STARTED',
  })
  await door.control.clock.advance('PT50S')
  expect((await clientOf(door).status(String(made['sessionId']))).body.status).toBe('DONE')
})

eachDoor('[OS-08] session-done can be fetched at once, and for two hours', (door) =>
  withReceiver(async ({ url, received }) => {
    const parameters = { country: 'se', reports: ['aml'], webhookUrl: url }
    const { sessionId, status, identifier } = await door.control.scenarios.load('session-done', parameters)
    expect([status, identifier]).toEqual(['DONE', organizationNumberOf('swedish-full')])
    const client = clientOf(door)
    const id = String(sessionId)
    expect(Object.keys((await client.result(id, 'se')).body)).toContain('sanction')
    await door.control.clock.advance('PT1H59M59S')
    expect((await client.report(id, 'aml', 'se')).status).toBe(200)
    await door.control.clock.advance('PT1S')
    expect((await client.report(id, 'aml', 'se')).status).toBe(410)
    expect(received.map(({ body }) => body['status'])).toEqual(['JsonDataReady', 'ReportReady', 'AllDone'])
  }),
)

eachDoor('[OS-06] session-failed was cancelled, and says so', (door) =>
  withReceiver(async ({ url, received }) => {
    const made = await door.control.scenarios.load('session-failed', { webhookUrl: url })
    expect(made['status']).toBe('FAILED')
    await door.control.deliveries.settled()
    expect(received.map(({ body }) => body['status'])).toEqual(['Failed'])
    expect((await clientOf(door).result(String(made['sessionId']))).status).toBe(409)
  }),
)

eachDoor('[OS-19] session-expired has nothing to fetch any more', async (door) => {
  const { sessionId, ...made } = await door.control.scenarios.load('session-expired')
  expect(made).toMatchObject({ status: 'DONE', jsonData: 'EXPIRED', 'certificate-report': 'EXPIRED' })
  const client = clientOf(door)
  expect((await client.result(String(sessionId))).status).toBe(410)
  expect((await client.report(String(sessionId), 'certificate')).status).toBe(410)
})

eachDoor('a session of a scenario belongs to the client that is named', async (door) => {
  const { scenarios } = door.control
  const parameters = { client: 'tvilling-no-ofac', expands: [], reports: [] }
  const { sessionId } = await scenarios.load('session-done', parameters)
  expect((await clientOf(door, 'tvilling-no-ofac').result(String(sessionId))).status).toBe(200)
  expect((await clientOf(door).result(String(sessionId))).status).toBe(404)
})

eachDoor('[OS-14] session-secret-rotated refuses the old secret and its tokens', async (door) => {
  const token = await tokenOf(door, 'tvilling')
  const { secret } = await door.control.scenarios.load('session-secret-rotated')
  const client = clientOf(door)
  const create = (token: string) =>
    client.call('POST', '/organization/session/no', { identifier: FULL }, { token })
  expect((await create(token)).status).toBe(401)
  const old = { grant_type: 'client_credentials', client_id: 'tvilling', client_secret: 'tvilling' }
  expect((await requestToken(door, old)).status).toBe(400)
  expect((await create(await tokenOf(door, 'tvilling', undefined, String(secret)))).status).toBe(201)
})

eachDoor('a scenario with a client or an identifier that cannot be says so', async (door) => {
  const { scenarios } = door.control
  await expect(scenarios.load('session-created', { client: 'ingen' })).rejects.toThrow('ingen')
  await expect(scenarios.load('session-secret-rotated', { client: 'ingen' })).rejects.toThrow('ingen')
  const identifier = organizationNumberOf('invalid-identifier')
  await expect(scenarios.load('session-created', { identifier })).rejects.toThrow(identifier)
  const nobody = organizationNumberOf('norwegian-unregistered')
  await expect(scenarios.load('session-done', { identifier: nobody })).rejects.toThrow(nobody)
})

eachDoor('a session of a scenario has the id that is given, once', async (door) => {
  const { scenarios } = door.control
  expect((await scenarios.load('session-done', { id: 'mine' }))['sessionId']).toBe('mine')
  expect((await clientOf(door).result('mine')).status).toBe(200)
  await expect(scenarios.load('session-created', { id: 'mine' })).rejects.toThrow('already')
})

eachDoor('[OS-15] a scenario refuses a receiver that nobody can send to', async (door) => {
  const webhookUrl = 'https://me:secret@receiver.test/hook'
  await expect(door.control.scenarios.load('session-created', { webhookUrl })).rejects.toThrow(
    'user information',
  )
})
