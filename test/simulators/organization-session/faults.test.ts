import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf, FULL, NO_SESSION, requestToken } from './client.ts'

const OPERATIONS = {
  createSession: [400, 401, 403, 404, 500],
  getSession: [400, 401, 403, 404, 500],
  getSessionResult: [400, 401, 403, 404, 409, 410, 500],
  getSessionReport: [400, 401, 403, 404, 409, 410, 500],
} as const

eachDoor('[OS-19] each documented error of each operation can be had on demand', async (door) => {
  const client = clientOf(door)
  const calls = {
    createSession: () => client.create({ identifier: FULL }),
    getSession: () => client.status(NO_SESSION),
    getSessionResult: () => client.result(NO_SESSION),
    getSessionReport: () => client.report(NO_SESSION, 'aml'),
  }
  for (const [operation, statuses] of Object.entries(OPERATIONS)) {
    for (const status of statuses) {
      const fault = {
        simulator: 'organization-session',
        operation,
        fault: 'status',
        status,
        times: 1,
      } as const
      await door.control.faults.add(fault)
      const answer = await calls[operation as keyof typeof calls]()
      expect(answer, `${operation} ${status}`).toMatchObject({
        status,
        body: { status, type: 'about:blank' },
      })
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    }
  }
})

eachDoor('[OS-14] the token endpoint can be made to fail', async (door) => {
  const form = { grant_type: 'client_credentials', client_id: 'tvilling', client_secret: 'tvilling' }
  for (const [status, body] of [
    [400, { error: 'invalid_request' }],
    [500, { title: 'Internal Server Error' }],
  ] as const) {
    const operation = 'requestToken'
    await door.control.faults.add({
      simulator: 'organization-session',
      operation,
      fault: 'status',
      status,
      times: 1,
    })
    expect(await requestToken(door, form)).toMatchObject({ status, body })
  }
  expect((await requestToken(door, form)).status).toBe(200)
})
