import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf, FULL } from './client.ts'

eachDoor('[OS-01] creating a session answers 201 with the id of the session', async (door) => {
  const client = clientOf(door)
  const created = await client.create()
  expect(created).toMatchObject({ status: 201, body: { sessionId: expect.any(String) } })
  const read = await client.status(created.body.sessionId)
  expect(read).toMatchObject({ status: 200, body: { sessionId: created.body.sessionId } })
})

eachDoor('[OS-15] a request may have all members, the identifier alone, or more than that', async (door) => {
  const client = clientOf(door)
  for (const body of [
    { identifier: FULL },
    { identifier: FULL, expands: [], reports: [], webhooks: [] },
    {
      identifier: FULL,
      expands: ['roles', 'roles'],
      reports: ['aml', 'aml'],
      webhooks: [{ url: 'https://receiver.test/hook', events: ['AllDone'] }],
      reference: 'ours',
    },
  ]) {
    const created = await client.call('POST', '/organization/session/no', body)
    expect(created).toEqual({
      status: 201,
      headers: expect.anything(),
      body: { sessionId: expect.any(String) },
    })
  }
})

eachDoor('[OS-15] what a request cannot have is 400 and named', async (door) => {
  const client = clientOf(door)
  for (const [body, named] of [
    [{ identifier: undefined }, /identifier/],
    [{ identifier: 300100007 }, /identifier/],
    [{ expands: ['everything'] }, /expands\.0/],
    [{ reports: ['AML'] }, /reports\.0/],
    [{ webhooks: [{ url: 'ftp://receiver.test', events: ['AllDone'] }] }, /webhooks\.0\.url/],
    [{ webhooks: [{ url: 'http://', events: ['AllDone'] }] }, /webhooks\.0\.url is not a URL/],
    [
      { webhooks: [{ url: 'https://me:secret@receiver.test', events: ['AllDone'] }] },
      /webhooks\.0\.url must not/,
    ],
    [{ webhooks: [{ url: 'https://receiver.test', events: [] }] }, /webhooks\.0\.events/],
    [{ webhooks: [{ url: 'https://receiver.test', events: ['Done'] }] }, /webhooks\.0\.events\.0/],
    [{ webhooks: [{ events: ['AllDone'] }] }, /webhooks\.0\.url/],
  ] as const) {
    const refused = await client.create(body)
    expect(refused, String(named)).toMatchObject({
      status: 400,
      body: { type: 'about:blank', title: 'Bad Request', status: 400, detail: expect.stringMatching(named) },
    })
    expect(refused.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  }
})
