import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf, FULL, NO_SESSION } from './client.ts'

const PATH = '/organization/session/no'

eachDoor('[OS-19] before it is ready a result is 409', async (door) => {
  const client = clientOf(door)
  const id = await client.session({ reports: ['aml', 'certificate'] })
  expect(await client.result(id)).toMatchObject({
    status: 409,
    body: { type: 'about:blank', title: 'Conflict', detail: 'The JSON result is in progress.' },
  })
  expect((await client.report(id, 'aml')).body.detail).toBe('The AML report has not been started.')
  await door.control.clock.advance('PT10S')
  expect((await client.result(id)).status).toBe(200)
  const waiting = await client.report(id, 'certificate')
  expect(waiting.status).toBe(409)
  expect(waiting.headers.get('x-tvilling-reason')).toContain('NOT_STARTED')
})

eachDoor('[OS-19] an unknown session, and that of another client, is 404', async (door) => {
  const owner = clientOf(door)
  const id = await owner.session({ reports: ['aml'] })
  await door.control.clock.advance('PT1M')
  for (const [client, session] of [
    [owner, NO_SESSION],
    [clientOf(door, 'tvilling-no-ofac'), id],
  ] as const) {
    for (const answer of [
      await client.status(session),
      await client.result(session),
      await client.report(session, 'aml'),
    ]) {
      expect(answer).toMatchObject({ status: 404, body: { detail: 'There is no such session.' } })
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
    }
  }
})

eachDoor('[OS-19] a report that was not asked for is 404, and so is a word that is none', async (door) => {
  const client = clientOf(door)
  const id = await client.session({ reports: ['aml'] })
  await door.control.clock.advance('PT1M')
  const other = await client.report(id, 'certificate')
  expect(other).toMatchObject({ status: 404, body: { detail: 'The session has no report certificate.' } })
  expect((await client.report(id, 'annual')).status).toBe(404)
})

eachDoor('[OS-19] without a valid token everything is 401', async (door) => {
  const client = clientOf(door)
  for (const [token, challenge] of [
    [null, 'Bearer realm="tvilling"'],
    ['stolen', 'Bearer realm="tvilling", error="invalid_token"'],
  ] as const) {
    for (const [method, path, body] of [
      ['POST', PATH, { identifier: FULL }],
      ['GET', `${PATH}/${NO_SESSION}`],
      ['GET', `${PATH}/${NO_SESSION}/result`],
      ['GET', `${PATH}/${NO_SESSION}/reports/aml`],
    ] as const) {
      const refused = await client.call(method, path, body, { token })
      expect(refused).toMatchObject({ status: 401, body: { title: 'Unauthorized' } })
      expect(refused.headers.get('www-authenticate')).toBe(challenge)
    }
  }
})

eachDoor('[OS-19] a body that cannot be read is 400', async (door) => {
  const client = clientOf(door)
  for (const options of [
    { raw: '' },
    { raw: '{"identifier":' },
    { raw: `"${FULL}"` },
    { raw: `identifier=${FULL}`, contentType: 'application/x-www-form-urlencoded' },
    { raw: JSON.stringify({ identifier: FULL, padding: 'x'.repeat(11 * 1024 * 1024) }) },
  ]) {
    const refused = await client.call('POST', PATH, undefined, options)
    expect(refused).toMatchObject({ status: 400, body: { title: 'Bad Request' } })
  }
})

eachDoor('[OS-19] an unknown path is 404, and a wrong method 405 with those that there are', async (door) => {
  const client = clientOf(door)
  expect((await client.call('GET', '/organization/session/no/a/b/c/d')).body.title).toBe('Not Found')
  for (const [method, path, allow] of [
    ['GET', PATH, 'POST'],
    ['DELETE', `${PATH}/${NO_SESSION}`, 'GET'],
    ['POST', `${PATH}/${NO_SESSION}/result`, 'GET'],
  ] as const) {
    const refused = await client.call(method, path)
    expect(refused).toMatchObject({ status: 405, body: { title: 'Method Not Allowed' } })
    expect(refused.headers.get('allow')).toBe(allow)
  }
})
