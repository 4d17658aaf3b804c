import { organizationNumberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf, EVENTS, withReceiver } from './client.ts'

const reports = ['aml', 'certificate']
const FAILED = {
  status: 'FAILED',
  jsonData: 'FAILED',
  'aml-report': 'FAILED',
  'certificate-report': 'FAILED',
}

eachDoor('[OS-19] a session for an organization that no register has fails, and says so', (door) =>
  withReceiver(async ({ url, received }) => {
    const client = clientOf(door)
    for (const [country, adjective] of [
      ['no', 'norwegian'],
      ['se', 'swedish'],
      ['fi', 'finnish'],
    ] as const) {
      for (const identifier of [
        organizationNumberOf(`${adjective}-unregistered`),
        organizationNumberOf('unknown-duns'),
      ]) {
        const webhooks = [{ url, events: EVENTS }]
        const id = await client.session({ identifier, reports, webhooks }, country)
        expect((await client.status(id, country)).body.status).toBe('IN_PROGRESS')
        await door.control.clock.advance('PT10S')
        expect((await client.status(id, country)).body).toMatchObject(FAILED)
        expect(received.splice(0).map(({ body }) => body)).toEqual([
          { sessionId: id, status: 'Failed', timestamp: expect.any(String) },
        ])
        await door.control.clock.advance('PT3H')
        expect((await client.status(id, country)).body).toMatchObject(FAILED)
        expect(received).toEqual([])
      }
    }
  }),
)

eachDoor('[OS-19] the results of a failed session are 409', async (door) => {
  const client = clientOf(door)
  const id = await client.session({ identifier: organizationNumberOf('norwegian-unregistered'), reports })
  await door.control.clock.advance('PT10S')
  for (const answer of [await client.result(id), await client.report(id, 'aml')]) {
    expect(answer).toMatchObject({ status: 409, body: { detail: 'The session failed.' } })
  }
})

eachDoor('[OS-06] a report that fails on command cancels the session, once', (door) =>
  withReceiver(async ({ url, received }) => {
    const client = clientOf(door)
    const id = await client.session({ reports, webhooks: [{ url, events: EVENTS }] })
    await door.control.clock.advance('PT15S')
    expect((await client.result(id)).status).toBe(200)
    await door.control.state.transition('organization-session', 'reports', `${id}:aml`, 'FAILED')
    await door.control.clock.advance('PT3H')
    expect((await client.status(id)).body).toMatchObject(FAILED)
    expect((await client.result(id)).status).toBe(409)
    expect(received.map(({ body }) => body['status'])).toEqual(['JsonDataReady', 'Failed'])
  }),
)

eachDoor('[OS-06] JSON that fails on command cancels the session', async (door) => {
  const client = clientOf(door)
  const id = await client.session({ reports })
  await door.control.state.transition('organization-session', 'results', id, 'FAILED')
  expect((await client.status(id)).body).toMatchObject(FAILED)
})

eachDoor('[OS-06] a session that is done cannot fail any more', async (door) => {
  const client = clientOf(door)
  const id = await client.session({ reports: ['aml'] })
  await door.control.clock.advance('PT30S')
  const { transition } = door.control.state
  await expect(transition('organization-session', 'results', id, 'FAILED')).rejects.toThrow('is done')
  await expect(transition('organization-session', 'reports', `${id}:aml`, 'FAILED')).rejects.toThrow(
    'is done',
  )
  expect((await client.status(id)).body.status).toBe('DONE')
})

eachDoor(
  '[OS-17] control cannot start a report before its turn, nor find what no register has',
  async (door) => {
    const client = clientOf(door)
    const id = await client.session({ reports })
    const { transition } = door.control.state
    const early = transition('organization-session', 'reports', `${id}:certificate`, 'IN_PROGRESS')
    await expect(early).rejects.toThrow('starts when')
    const nobody = await client.session({ identifier: organizationNumberOf('unknown-duns') })
    await expect(transition('organization-session', 'results', nobody, 'READY')).rejects.toThrow(
      'no organization',
    )
  },
)
