import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf } from './client.ts'

eachDoor('[OS-04] a session tells the status of each result at any time', async (door) => {
  const client = clientOf(door)
  const id = await client.session({ reports: ['aml', 'certificate'] })
  expect((await client.status(id)).body).toEqual({
    sessionId: id,
    status: 'IN_PROGRESS',
    jsonData: 'IN_PROGRESS',
    'aml-report': 'NOT_STARTED',
    'certificate-report': 'NOT_STARTED',
  })
})

eachDoor('[OS-16] only what was asked for has a status', async (door) => {
  const client = clientOf(door)
  for (const [reports, members] of [
    [[], []],
    [['aml'], ['aml-report']],
    [['certificate'], ['certificate-report']],
  ] as const) {
    const id = await client.session({ reports })
    expect(Object.keys((await client.status(id)).body)).toEqual([
      'sessionId',
      'status',
      'jsonData',
      ...members,
    ])
  }
})

eachDoor('[OS-17] JSON after 10 s, then the reports one after the other, 20 s each', async (door) => {
  const client = clientOf(door)
  const id = await client.session({ reports: ['aml', 'certificate'] })
  const states: Record<string, unknown[]> = {}
  for (const second of [0, 9.999, 10, 29.999, 30, 49.999, 50]) {
    await door.control.clock.advance({ to: new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString() })
    const { sessionId, ...body } = (await client.status(id)).body
    states[second] = Object.values(body)
  }
  expect(states).toEqual({
    0: ['IN_PROGRESS', 'IN_PROGRESS', 'NOT_STARTED', 'NOT_STARTED'],
    9.999: ['IN_PROGRESS', 'IN_PROGRESS', 'NOT_STARTED', 'NOT_STARTED'],
    10: ['IN_PROGRESS', 'READY', 'IN_PROGRESS', 'NOT_STARTED'],
    29.999: ['IN_PROGRESS', 'READY', 'IN_PROGRESS', 'NOT_STARTED'],
    30: ['IN_PROGRESS', 'READY', 'READY', 'IN_PROGRESS'],
    49.999: ['IN_PROGRESS', 'READY', 'READY', 'IN_PROGRESS'],
    50: ['DONE', 'READY', 'READY', 'READY'],
  })
})

eachDoor('[OS-17] reports are made in the order in which they were asked for', async (door) => {
  const client = clientOf(door)
  const id = await client.session({ reports: ['certificate', 'aml'] })
  await door.control.clock.advance('PT30S')
  expect((await client.status(id)).body).toMatchObject({
    'aml-report': 'IN_PROGRESS',
    'certificate-report': 'READY',
  })
})

eachDoor(
  '[OS-17] the times are settings',
  async (door) => {
    const client = clientOf(door)
    const id = await client.session({ reports: ['aml'] })
    await door.control.clock.advance('PT4S')
    expect((await client.status(id)).body.status).toBe('IN_PROGRESS')
    await door.control.clock.advance('PT1S')
    expect((await client.status(id)).body.status).toBe('DONE')
  },
  { settings: { 'organization-session': { jsonTime: 'PT2S', reportTime: 'PT3S' } } },
)

eachDoor(
  '[OS-17] advancing tells the moves in the order in which they follow from each other',
  async (door) => {
    await clientOf(door).session({ reports: ['aml'] })
    const { transitions } = await door.control.clock.advance('PT30S')
    expect(transitions.map(({ collection, to }) => `${collection} ${to}`)).toEqual([
      'results READY',
      'reports IN_PROGRESS',
      'reports READY',
    ])
  },
)
