import { expect, test } from 'vitest'
import { basic, ORIGIN, openLibrary } from './sample.ts'

const GRANT = 'grant_type=client_credentials'
const right = basic('tvilling', 'tvilling')
const BASIC = 'Basic realm="tvilling"'

test.each([
  [GRANT, undefined, 401, 'invalid_client', 'No client (empty) has this secret.'],
  [GRANT, basic('nobody', 'x'), 401, 'invalid_client', 'No client nobody has this secret.'],
  [
    GRANT,
    'Digest username="tvilling"',
    401,
    'invalid_client',
    'Clients authenticate with Basic or in the form, not with Digest.',
  ],
  [
    GRANT,
    `x${right}`,
    401,
    'invalid_client',
    'Clients authenticate with Basic or in the form, not with xBasic.',
  ],
  [
    GRANT,
    `${right} more`,
    401,
    'invalid_client',
    'Clients authenticate with Basic or in the form, not with Basic.',
  ],
  [GRANT, `Basic ${btoa('tvilling')}`, 400, 'invalid_request', 'The Basic credentials have no colon.'],
  [
    `${GRANT}&client_secret=tvilling`,
    right,
    400,
    'invalid_request',
    'The client authenticates in two ways at once.',
  ],
  [
    `${GRANT}&client_id=reader`,
    right,
    400,
    'invalid_request',
    'The client names itself in two ways that differ.',
  ],
  [`${GRANT}&${GRANT}`, right, 400, 'invalid_request', 'grant_type must be string'],
  ['grant_type=', right, 400, 'invalid_request', 'grant_type is missing.'],
  ['grant_type=password', right, 400, 'unsupported_grant_type', 'grant_type must be client_credentials.'],
  [`${GRANT}&scope=read+sing`, right, 400, 'invalid_scope', 'tvilling does not have the scope read sing.'],
])('the form %s with the header %s is %i %s: %s', async (body, authorization, status, error, description) => {
  await using harness = await openLibrary()
  const response = await harness.fetch(`${ORIGIN}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...(authorization && { authorization }) },
    body,
  })
  expect([response.status, await response.json()]).toEqual([
    status,
    { error, error_description: description },
  ])
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('www-authenticate')).toBe(status === 401 ? BASIC : null)
})

test('two blanks after Basic are as good as one', async () => {
  await using harness = await openLibrary()
  const headers = { authorization: right.replace(' ', '  ') }
  const response = await harness.fetch(`${ORIGIN}/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(GRANT),
  })
  expect(response.status).toBe(200)
  expect(response.headers.get('cache-control')).toBe('no-store')
})

test.each([
  [401, 'invalid_client', BASIC],
  [400, 'invalid_request', null],
])('a fault of status %i on the token operation is OAuth’s %s', async (status, error, challenge) => {
  await using harness = await openLibrary()
  await harness.faults.add({
    simulator: 'library',
    operation: 'requestToken',
    fault: 'status',
    status,
    force: true,
  })
  const response = await harness.fetch(`${ORIGIN}/token`, {
    method: 'POST',
    body: new URLSearchParams(GRANT),
  })
  expect([response.status, await response.json()]).toMatchObject([status, { error }])
  expect(response.headers.get('www-authenticate')).toBe(challenge)
})
