import { expect } from 'vitest'
import { type Door, eachDoor } from '../../doors.ts'
import { report, send, UUID } from './client.ts'

function declare({ control }: Door, status: number) {
  const simulator = 'birth-report'
  const operation = 'createBirthReport'
  return control.faults.add({ simulator, operation, fault: 'status', status, times: 1 })
}

eachDoor('[BR-06] [BR-07] [BR-20] 500 and 502 come on demand, and nothing is registered', async (door) => {
  for (const [status, title, detail] of [
    [500, 'Internal Server Error', 'An unexpected error occurred.'],
    [502, 'Bad Gateway', 'Skatteverket could not be reached.'],
  ] as const) {
    await declare(door, status)
    const answer = await send(door, report(1))
    expect(answer.status).toBe(status)
    expect(answer.body).toEqual({ title, detail, status, errorId: expect.stringMatching(UUID) })
  }
  expect((await door.control.state.page('birth-report', 'reports')).items).toEqual([])
  expect((await send(door, report(1))).status).toBe(201)
})

eachDoor('[BR-03] [BR-04] [BR-05] the other errors have their documented bodies too', async (door) => {
  await declare(door, 400)
  expect((await send(door, report(1))).body).toEqual({
    title: 'Bad Request',
    detail: 'The report has 1 invalid parameter.',
    status: 400,
    errorId: expect.stringMatching(UUID),
    invalidParameters: [{ reason: 'is required', value: '', property: 'reportId' }],
  })
  await declare(door, 403)
  expect((await send(door, report(1))).body).toMatchObject({
    timestamp: '2026-01-01T00:00:00.000+00:00',
    error: 'Forbidden',
    path: '/v1/birthreport',
  })
  await declare(door, 422)
  expect((await send(door, report(1))).body).toMatchObject({ title: 'Unprocessable Entity', status: 422 })
})

eachDoor('[BR-20] there is no 401', async (door) => {
  await expect(declare(door, 401)).rejects.toThrow('createBirthReport never answers 401')
})
