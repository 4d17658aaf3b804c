import { simulators } from 'tvilling/mocks'
import { type Server, startServer } from 'tvilling/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startLibrary } from './library-server.ts'
import { openConnection } from './socket.ts'

let server: Server
beforeAll(async () => {
  server = await startServer({ port: 0, harness: { simulators, now: '2026-01-01T00:00:00Z' } })
})
afterAll(() => server.close())

const CI = '/consumer-intelligence/v3/consumers'

/** Sends bytes and returns the only answer, after which the connection must end. */
async function answerTo(...lines: string[]) {
  const connection = await openConnection(server.url)
  await connection.send(lines.join('\r\n'))
  const [answer] = await connection.answers(1)
  await connection.ended()
  expect(answer?.headers['connection']).toBe('close')
  return { ...answer, json: JSON.parse(answer?.body ?? '') }
}

const TOO_LARGE = `X-Large: ${'x'.repeat(20_000)}`
const broken: [status: number, detail: RegExp, lines: string[]][] = [
  [400, /^The request is not HTTP: Invalid header/, ['Host: a', 'Broken Header: 1', '', '']],
  [400, /^The request has no Host header\.$/, ['Accept: */*', '', '']],
  [431, /^The headers are larger than 16384 bytes\.$/, ['Host: a', TOO_LARGE, '', '']],
  [417, /^The server cannot do what "Expect: miracles"/, ['Host: a', 'Expect: miracles', '', '']],
  [
    413,
    /^The extensions of the chunks/,
    ['Host: a', 'Transfer-Encoding: chunked', '', `1;${'x'.repeat(20_000)}`, 'a', '0', '', ''],
  ],
]

describe.each(broken)('%i: %s', (status, detail, lines) => {
  test("is in the provider's form at its path", async () => {
    const answer = await answerTo(`POST ${CI} HTTP/1.1`, ...lines)
    expect(answer.status).toBe(status)
    expect(answer.headers).toMatchObject({
      'x-tvilling-operation': 'consumer-intelligence.uploadConsumers',
      'x-tvilling-reason': expect.stringMatching(detail),
    })
    expect(answer.json).toMatchObject({ status, detail: expect.stringMatching(detail), type: 'about:blank' })
  })

  test('is in our form elsewhere', async () => {
    const answer = await answerTo('POST /_tvilling/reset HTTP/1.1', ...lines)
    expect(answer.status).toBe(status)
    expect(answer.json).toEqual({ error: expect.stringMatching(detail) })
  })
})

test('each provider has its own form', async () => {
  const paths = ['/v2/Indkaldelse', '/se/person/monitoring/1.0/bundles', '/v1/birthreport']
  const bodies = await Promise.all(
    paths.map(
      async (path) => (await answerTo(`POST ${path} HTTP/1.1`, 'Host: a', 'Bad Name: 1', '', '')).json,
    ),
  )
  expect(bodies[0]).toHaveProperty('errors')
  expect(bodies[1]).toHaveProperty('message')
  expect(bodies[2]).toHaveProperty('errorId')
})

test('bytes that are no HTTP get our form, and no tenant is made for a broken request', async () => {
  expect((await answerTo('\u0016\u0003\u0001 hello', '', '')).json).toHaveProperty('error')
  await answerTo(`GET /t/team-x${CI} HTTP/1.1`, 'Bad Name: 1', '', '')
  expect(await server.tenants.names()).toEqual(['default'])
})

test('a broken request after a good one is answered after it', async () => {
  const library = await startLibrary()
  const connection = await library.open()
  const good = 'GET /books HTTP/1.1\r\nHost: a\r\n\r\n'
  await connection.send(good, 'GET /books HTTP/1.1\r\nBad Name: 1\r\n\r\n')
  expect((await connection.answers(2)).map(({ status }) => status)).toEqual([401, 400])
  expect(await connection.ended()).toBeUndefined()
  expect(library.defects).toEqual([])
})

test('a target that is a whole URL reaches control and simulators, at its own host', async () => {
  const connection = await openConnection(server.url)
  const { host } = new URL(server.url)
  await connection.send(`GET http://${host}/_tvilling/clock HTTP/1.1\r\nHost: other.example\r\n\r\n`)
  await connection.send(`GET HTTP://${host}?x HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
  await connection.send(`GET http://sandbox-api.bisnode.com${CI} HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
  await connection.send(`GET http://evil.example/_tvilling/clock HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
  const answers = await connection.answers(4)
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 401, 403])
  expect(answers[2]?.headers['x-tvilling-operation']).toBe('consumer-intelligence.listConsumers')
  connection.leave()
})

describe('a body that is too large is told the limit that it met', () => {
  test('by control', async () => {
    const library = await startLibrary()
    const body = JSON.stringify({ by: 'x'.repeat(20_000) })
    const refused = await fetch(`${library.url}/_tvilling/clock/advance`, { method: 'POST', body })
    expect([refused.status, await refused.json()]).toEqual([
      413,
      { error: 'The body is larger than 10000 bytes.' },
    ])
  })

  const cpr = { 'x-civilregistrationIdentifier': '1702900991', 'x-requestId': 'r1' }
  test.each([
    ['POST', CI, {}],
    ['POST', '/v2/Indkaldelse', cpr],
    ['PUT', '/se/person/monitoring/1.0/bundle/b1', {}],
    ['POST', '/v1/birthreport', {}],
    ['POST', '/organization/session/no', {}],
  ])('by %s %s', async (method, path, headers) => {
    await using small = await startServer({
      port: 0,
      harness: { simulators, now: '2026-01-01T00:00:00Z', bodyLimit: 1_000 },
    })
    await (await small.tenants.get('default')).tokens.accept({})
    const refused = await fetch(`${small.url}${path}`, {
      method,
      headers: { ...headers, authorization: 'Bearer any', 'content-type': 'application/json' },
      body: 'x'.repeat(2_000),
    })
    expect(refused.headers.get('x-tvilling-reason')).toContain('1000 bytes')
    expect(await refused.text()).toContain('1000 bytes')
  })
})
