import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { report, send, sendRaw } from './client.ts'

const forbiddenAt = (timestamp: string) => ({
  timestamp,
  status: 403,
  error: 'Forbidden',
  message: 'No message available',
  path: '/v1/birthreport',
})

eachDoor('[BR-20] whoever calls is let in, with or without credentials', async (door) => {
  expect((await send(door, report(1))).status).toBe(201)
  const headers = { authorization: 'Bearer nothing' }
  expect((await send(door, report(2, { child: { order: 2 } }), headers)).status).toBe(201)
})

eachDoor('[BR-04] [BR-20] callers are forbidden by scenario, until they are allowed', async (door) => {
  await door.control.scenarios.load('birth-report-forbidden')
  await door.control.clock.advance('PT1.5S')
  const answer = await send(door, report(1))
  expect(answer.status).toBe(403)
  expect(answer.body).toEqual(forbiddenAt('2026-01-01T00:00:01.500+00:00'))
  expect(answer.reason).toContain('since 2026-01-01T00:00:00.000Z')
  await door.control.scenarios.load('birth-report-allowed')
  expect((await send(door, report(1))).status).toBe(201)
})

eachDoor(
  '[BR-04] [BR-20] callers are forbidden by setting, unless a scenario allows them',
  async (door) => {
    const answer = await send(door, report(1))
    expect(answer.body).toEqual(forbiddenAt('2026-01-01T00:00:00.000+00:00'))
    expect(answer.reason).toContain('setting "forbidden"')
    await door.control.scenarios.load('birth-report-allowed')
    expect((await send(door, report(1))).status).toBe(201)
    await door.control.reset()
    expect((await send(door, report(1))).status).toBe(403)
  },
  { settings: { 'birth-report': { forbidden: true } } },
)

eachDoor('[BR-20] who is forbidden does not hear what is wrong with the report', async (door) => {
  await door.control.scenarios.load('birth-report-forbidden')
  expect((await send(door, {})).status).toBe(403)
  expect((await sendRaw(door, '{')).status).toBe(403)
})
