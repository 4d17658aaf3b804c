import { expect, test } from 'vitest'
import { logIn, ORIGIN, openLibrary } from './sample.ts'

const book = { id: 'b1', title: 'T', pages: 1 }

test('every violation in a body is reported, each with its place', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  const response = await call('POST', '/books', { id: 7, pages: 0, colour: 'red', 'a/b~c': 1 })
  const { problem } = (await response.json()) as { problem: { violations: unknown[] } }
  expect(problem.violations).toEqual([
    { in: 'body', field: 'title', message: 'is required' },
    { in: 'body', field: 'colour', message: 'is not known', value: 'red' },
    { in: 'body', field: 'a/b~c', message: 'is not known', value: 1 },
    { in: 'body', field: 'id', message: 'must be string', value: 7 },
    { in: 'body', field: 'pages', message: 'must be >= 1', value: 0 },
  ])
})

test.each([
  ['malformed JSON', '{"id":', 'The body is not JSON'],
  ['two documents', '{}{}', 'The body is not JSON'],
  ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'The body is not UTF-8.'],
  ['nothing', '', 'The body is missing.'],
  ['blanks', '  ', 'The body is not JSON'],
])('a body of %s is malformed', async (_, body, reason) => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  const response = await call('POST', '/books', body)
  expect(response.status).toBe(400)
  expect(await response.json()).toMatchObject({ problem: { kind: 'malformed' } })
  expect(response.headers.get('x-tvilling-reason')).toContain(reason)
})

test.each(['null', '[]', '"text"', '1', 'true'])('%s is JSON, but no book', async (body) => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  const response = await call('POST', '/books', body)
  expect(await response.json()).toMatchObject({
    problem: { kind: 'violations', violations: [{ field: '', message: 'must be object' }] },
  })
})

test('members named like the insides of JavaScript are members like any other', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  for (const name of ['__proto__', 'constructor', 'toString']) {
    const response = await call('POST', '/books', `{"id":"b1","title":"T","pages":1,"${name}":{"shelf":"A"}}`)
    expect(response.headers.get('x-tvilling-reason')).toBe(`${name} is not known`)
  }
  expect(({} as Record<string, unknown>)['shelf']).toBeUndefined()
})

test.each(['application/json', 'application/json; charset=utf-8', 'APPLICATION/JSON;charset="UTF-8"'])(
  'a body sent as %s is taken',
  async (type) => {
    await using harness = await openLibrary()
    const { call } = await logIn(harness)
    expect((await call('POST', '/books', book, { 'content-type': type })).status).toBe(201)
  },
)

test.each(['text/plain', 'application/jsonp', 'application/x-www-form-urlencoded', ''])(
  'a body sent as "%s" is refused',
  async (type) => {
    await using harness = await openLibrary()
    const { token } = await logIn(harness)
    const { status, body } = await harness.handle({
      method: 'POST',
      path: '/books',
      query: '',
      headers: { authorization: `Bearer ${token}`, ...(type && { 'content-type': type }) },
      body: Buffer.from(JSON.stringify(book)),
    })
    expect(status).toBe(400)
    expect(JSON.parse(String(body))).toMatchObject({
      problem: { kind: 'media-type', accepted: ['application/json'] },
    })
  },
)

test('a body may be as large as the limit and no larger', async () => {
  await using harness = await openLibrary({ bodyLimit: 100 })
  const { call } = await logIn(harness)
  const exactly = JSON.stringify({ ...book, title: 'T'.repeat(100 - JSON.stringify(book).length + 1) })
  expect(exactly).toHaveLength(100)
  expect((await call('POST', '/books', exactly)).status).toBe(201)
  const larger = await call('POST', '/books', `${exactly} `)
  expect(larger.status).toBe(413)
  expect(larger.headers.get('x-tvilling-reason')).toBe('The body is larger than 100 bytes.')
  expect((await harness.journal.find()).at(-1)?.request.body).toBe('(oversized)')
})

test('a large body full of faults is refused like a small one', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  const faults = Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`m${index}`, index]))
  const refused = await call('POST', '/books', { ...book, ...faults })
  const { problem } = (await refused.json()) as { problem: { violations: unknown[] } }
  expect(problem.violations).toHaveLength(1_000)
  expect(problem.violations[0]).toEqual({ in: 'body', field: 'm0', message: 'is not known', value: 0 })
})

test('an operation without a body does not mind one', async () => {
  await using harness = await openLibrary()
  const { token } = await logIn(harness)
  const response = await harness.fetch(`${ORIGIN}/books/b1`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/plain' },
    body: 'whatever',
  })
  expect(response.status).toBe(404)
})

test('a list that is too long is refused at once, however many of its items are wrong', async () => {
  await using harness = await openLibrary()
  const { call } = await logIn(harness)
  const response = await call('PUT', '/shelves', `[${'1,'.repeat(500_000)}1]`)
  expect(response.status).toBe(400)
  expect(response.headers.get('x-tvilling-reason')).toBe('body must NOT have more than 10 items')
  const short = await call('PUT', '/shelves', [1, { ...book, pages: 0 }])
  expect(short.headers.get('x-tvilling-reason')).toBe('0 must be object; 1.pages must be >= 1')
})
