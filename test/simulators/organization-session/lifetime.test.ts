import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf, EVENTS, withReceiver } from './client.ts'

const ready = { result: '00:10', aml: '00:30', certificate: '00:50' }

eachDoor('[OS-08] each result is there for two hours from when it became ready', async (door) => {
  const client = clientOf(door)
  const id = await client.session({ reports: ['aml', 'certificate'] })
  const fetchAll = async () => ({
    result: (await client.result(id)).status,
    aml: (await client.report(id, 'aml')).status,
    certificate: (await client.report(id, 'certificate')).status,
  })
  await door.control.clock.advance('PT50S')
  expect(await fetchAll()).toEqual({ result: 200, aml: 200, certificate: 200 })
  const seen: Record<string, unknown> = {}
  for (const at of ['00:09', '00:10', '00:29', '00:30', '00:49', '00:50']) {
    await door.control.clock.advance({ to: `2026-01-01T02:${at}Z` })
    seen[at] = Object.values(await fetchAll())
  }
  expect(seen).toEqual({
    '00:09': [200, 200, 200],
    [ready.result]: [410, 200, 200],
    '00:29': [410, 200, 200],
    [ready.aml]: [410, 410, 200],
    '00:49': [410, 410, 200],
    [ready.certificate]: [410, 410, 410],
  })
})

eachDoor('[OS-16] an expired result is EXPIRED, and the session stays DONE', async (door) => {
  const client = clientOf(door)
  const id = await client.session({ reports: ['aml'] })
  await door.control.clock.advance('PT2H10S')
  expect((await client.status(id)).body).toMatchObject({
    status: 'DONE',
    jsonData: 'EXPIRED',
    'aml-report': 'READY',
  })
  await door.control.clock.advance('PT20S')
  expect((await client.status(id)).body).toMatchObject({
    status: 'DONE',
    jsonData: 'EXPIRED',
    'aml-report': 'EXPIRED',
  })
  expect((await client.result(id)).body).toEqual({
    type: 'about:blank',
    title: 'Gone',
    status: 410,
    detail: 'The JSON result expired.',
  })
})

eachDoor('[OS-08] nothing is sent when results expire, and their data is gone', (door) =>
  withReceiver(async ({ url, received }) => {
    await clientOf(door).session({ webhooks: [{ url, events: EVENTS }] })
    await door.control.clock.advance('PT1M')
    expect(received.splice(0).length).toBe(2)
    await door.control.clock.advance('P1D')
    expect(received).toEqual([])
    const { items } = await door.control.state.page('organization-session', 'results')
    expect(items.map(({ value }) => [value['state'], value['organization']])).toEqual([
      ['EXPIRED', undefined],
    ])
  }),
)

eachDoor(
  '[OS-08] JSON that expires while reports are being made does not stop them',
  async (door) => {
    const client = clientOf(door)
    const id = await client.session({ reports: ['aml'] })
    await door.control.clock.advance('PT30S')
    expect((await client.result(id)).status).toBe(410)
    expect((await client.status(id)).body).toMatchObject({ status: 'DONE', 'aml-report': 'READY' })
    expect((await client.report(id, 'aml')).status).toBe(200)
  },
  { settings: { 'organization-session': { lifetime: 'PT15S' } } },
)
