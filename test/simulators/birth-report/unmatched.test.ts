import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { type Answer, ORIGIN, parent, read, report, send, sendRaw } from './client.ts'

const JSON_TYPE = /^application\/json(;|$)/

eachDoor('[BR-21] an unknown path and a wrong method are answered like a 403', async (door) => {
  const answers: [Promise<Response>, number, string, string][] = [
    [door.fetch(`${ORIGIN}/v1/birthreport`), 405, 'Method Not Allowed', '/v1/birthreport'],
    [door.fetch(`${ORIGIN}/v1/birthreport/1`), 404, 'Not Found', '/v1/birthreport/1'],
  ]
  for (const [response, status, error, path] of answers) {
    const answer = await read(await response)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toMatch(JSON_TYPE)
    expect(answer.body).toEqual({
      timestamp: '2026-01-01T00:00:00.000+00:00',
      status,
      error,
      message: 'No message available',
      path,
    })
    if (status === 405) expect(answer.headers.get('allow')).toBe('POST')
  }
})

eachDoor('[BR-21] every answer is application/json', async (door) => {
  const answers: Record<number, Answer> = {
    201: await send(door, report(1)),
    202: await send(door, report(2)),
    400: await send(door, report(3, { mother: parent('0') })),
    422: await sendRaw(door, '{'),
  }
  await door.control.scenarios.load('birth-report-forbidden')
  answers[403] = await send(door, report(4))
  for (const status of [500, 502]) {
    const fault = { simulator: 'birth-report', operation: 'createBirthReport', fault: 'status' } as const
    await door.control.faults.add({ ...fault, status, times: 1 })
    answers[status] = await send(door, report(5))
  }
  for (const [status, answer] of Object.entries(answers)) {
    expect(answer.status).toBe(Number(status))
    expect(answer.headers.get('content-type')).toMatch(JSON_TYPE)
  }
})
