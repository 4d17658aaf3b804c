import type { Harness, OpenApiDocument } from 'tvilling'
import { expect, test } from 'vitest'
import { basic, libraryDocument, ORIGIN, openLibrary } from './sample.ts'

const grant = { grant_type: 'client_credentials' }
const base64 = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

async function ask(
  harness: Harness,
  form: Record<string, string> | [string, string][],
  authorization?: string,
  origin = ORIGIN,
) {
  const response = await harness.fetch(`${origin}/token`, {
    method: 'POST',
    ...(authorization !== undefined && { headers: { authorization } }),
    body: new URLSearchParams(form),
  })
  return { response, status: response.status, body: (await response.json()) as Record<string, unknown> }
}

test('a client gets a token with Basic', async () => {
  await using harness = await openLibrary()
  const { response, status, body } = await ask(harness, grant, basic('tvilling', 'tvilling'))
  expect(status).toBe(200)
  expect(body).toEqual({
    access_token: expect.stringMatching(/^[\w-]{32}$/),
    token_type: 'bearer',
    expires_in: 3_600,
    scope: 'books delete',
  })
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('pragma')).toBe('no-cache')
})

test('a client gets a token with the form, and with the scopes that it asks for', async () => {
  await using harness = await openLibrary()
  const credentials = { client_id: 'tvilling', client_secret: 'tvilling' }
  expect((await ask(harness, { ...grant, ...credentials })).status).toBe(200)
  expect((await ask(harness, { ...grant, ...credentials, scope: 'books' })).body['scope']).toBe('books')
})

test.each([
  [
    'form-encoded, as RFC 6749 has it',
    `reader:${new URLSearchParams({ s: 'a:b c%&+å' }).toString().slice(2)}`,
  ],
  ['percent-encoded', `reader:${encodeURIComponent('a:b c%&+å')}`],
])('credentials inside Basic may be %s', async (_, text) => {
  await using harness = await openLibrary()
  expect((await ask(harness, grant, base64(text))).status).toBe(200)
})

test.each([
  ['no credentials', grant, undefined, 401, 'invalid_client'],
  ['an unknown client', grant, base64('nobody:x'), 401, 'invalid_client'],
  ['a wrong secret', grant, base64('tvilling:wrong'), 401, 'invalid_client'],
  ['an empty secret', grant, base64('tvilling:'), 401, 'invalid_client'],
  ['the name of an inside of JavaScript', grant, base64('__proto__:x'), 401, 'invalid_client'],
  ['another scheme', grant, 'Bearer abc', 401, 'invalid_client'],
  ['credentials without a colon', grant, base64('tvilling'), 400, 'invalid_request'],
  ['credentials that are no base64', grant, 'Basic !!!', 400, 'invalid_request'],
  [
    'both ways at once',
    { ...grant, client_id: 'tvilling', client_secret: 'tvilling' },
    base64('tvilling:tvilling'),
    400,
    'invalid_request',
  ],
  ['no grant type', {}, base64('tvilling:tvilling'), 400, 'invalid_request'],
  [
    'another grant type',
    { grant_type: 'password' },
    base64('tvilling:tvilling'),
    400,
    'unsupported_grant_type',
  ],
  [
    'a scope it does not have',
    { ...grant, scope: 'books rule' },
    base64('tvilling:tvilling'),
    400,
    'invalid_scope',
  ],
  [
    'a field that nobody knows',
    { ...grant, colour: 'red' },
    base64('tvilling:tvilling'),
    400,
    'invalid_request',
  ],
])('%s is refused as RFC 6749 says', async (_, form, authorization, status, error) => {
  await using harness = await openLibrary()
  const refused = await ask(harness, form as Record<string, string>, authorization)
  expect(refused.status).toBe(status)
  expect(refused.body).toEqual({ error, error_description: expect.any(String) })
  const challenge = refused.response.headers.get('www-authenticate')
  expect(challenge).toBe(status === 401 ? 'Basic realm="tvilling"' : null)
})

test('a field that comes twice is an invalid request', async () => {
  await using harness = await openLibrary()
  const twice: [string, string][] = [...Object.entries(grant), ...Object.entries(grant)]
  const { status, body } = await ask(harness, twice, base64('tvilling:tvilling'))
  expect([status, body['error']]).toEqual([400, 'invalid_request'])
})

test('a request that is no form is an invalid request', async () => {
  await using harness = await openLibrary()
  const response = await harness.fetch(`${ORIGIN}/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: basic('tvilling', 'tvilling') },
    body: JSON.stringify(grant),
  })
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ error: 'invalid_request' })
})

test('a client of one environment is let in there and nowhere else', async () => {
  await using harness = await openLibrary()
  const sandbox = 'https://sandbox.library.example'
  expect((await ask(harness, grant, base64('sandboxed:s'), ORIGIN)).body['error']).toBe('invalid_client')
  const { status, body } = await ask(harness, grant, base64('sandboxed:s'), sandbox)
  expect(status).toBe(200)
  const headers = { authorization: `Bearer ${String(body['access_token'])}` }
  expect((await harness.fetch(`${sandbox}/books`, { headers })).status).toBe(200)
  const elsewhere = await harness.fetch(`${ORIGIN}/books`, { headers })
  expect(elsewhere.status).toBe(401)
  expect(await elsewhere.json()).toMatchObject({ problem: { cause: 'environment' } })
})

test('a client that is bound to a tenant gets tokens that lead back to it', async () => {
  await using harness = await openLibrary({ tenant: 'blue' })
  const { body } = await ask(harness, grant, base64('tvilling@blue:tvilling'))
  expect(body['access_token']).toMatch(/^[\w-]{32}~blue$/)
  const headers = { authorization: `Bearer ${String(body['access_token'])}` }
  expect((await harness.fetch(`${ORIGIN}/books`, { headers })).status).toBe(200)
  const plain = await ask(harness, grant, base64('tvilling:tvilling'))
  expect(plain.body['access_token']).not.toContain('~')
  expect((await ask(harness, grant, base64('tvilling@red:tvilling'))).body['error']).toBe('invalid_client')
})

test('clients of a test stand beside the ready-made ones, and before them', async () => {
  await using harness = await openLibrary({
    clients: {
      library: [
        { id: 'mine', secret: 's', scopes: [] },
        { id: 'tvilling', secret: 'new', scopes: [] },
      ],
    },
  })
  expect((await ask(harness, grant, base64('mine:s'))).status).toBe(200)
  expect((await ask(harness, grant, base64('tvilling:new'))).status).toBe(200)
  expect((await ask(harness, grant, base64('tvilling:tvilling'))).status).toBe(401)
})

test('the form may name the client of Basic once more, but no other one', async () => {
  await using harness = await openLibrary({ tenant: 'blue' })
  const named = (client_id: string) => ask(harness, { ...grant, client_id }, basic('tvilling', 'tvilling'))
  expect((await named('tvilling')).status).toBe(200)
  expect((await named('tvilling@blue')).status).toBe(200)
  // A parameter without a value counts as left out (RFC 6749 section 3.2).
  expect((await named('')).status).toBe(200)
  const other = await named('reader')
  expect(other.status).toBe(400)
  expect(other.body).toEqual({
    error: 'invalid_request',
    error_description: expect.stringContaining('client'),
  })
})

test('a parameter that comes twice is an invalid request, also one that the contract does not name', async () => {
  const document: OpenApiDocument = structuredClone(libraryDocument)
  const { post } = (document.paths as Record<string, { post: object }>)['/token'] ?? {}
  Object.assign(post ?? {}, {
    requestBody: { content: { 'application/x-www-form-urlencoded': { schema: { type: 'object' } } } },
  })
  await using harness = await openLibrary({}, { document })
  const authorization = basic('tvilling', 'tvilling')
  for (const name of ['audience', 'scope', 'grant_type', 'client_id']) {
    const twice: [string, string][] = [...Object.entries(grant), [name, 'x'], [name, 'x']]
    const { status, body } = await ask(harness, twice, authorization)
    expect([status, body['error']], name).toEqual([400, 'invalid_request'])
  }
  expect((await ask(harness, { ...grant, audience: 'x' }, authorization)).status).toBe(200)
})

test('a scope that is asked for twice is granted once', async () => {
  await using harness = await openLibrary()
  const form = { ...grant, scope: 'books  delete books' }
  const { body } = await ask(harness, form, basic('tvilling', 'tvilling'))
  expect(body['scope']).toBe('books delete')
})
