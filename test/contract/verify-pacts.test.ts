import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { main } from 'tvilling/server'
import { afterAll, describe, expect, test } from 'vitest'
import { findVerifier } from '../../server/pact/verify.ts'
import { pactFile, pacts } from './pacts.ts'

const folder = mkdtempSync(join(tmpdir(), 'tvilling-pacts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...argv: string[]) {
  let out = ''
  let error = ''
  const code = await main(['pact', ...argv], {
    out: (text) => {
      out += text
    },
    error: (text) => {
      error += text
    },
  })
  return { code, out, error }
}

/** A pact of a user, as small as can be. */
function pactOf(name: string, ...interactions: object[]): string {
  const file = join(folder, `${name}.json`)
  const metadata = { pactSpecification: { version: '4.0' } }
  const parties = { consumer: { name: 'shop' }, provider: { name: 'consumer-intelligence' } }
  writeFileSync(file, JSON.stringify({ ...parties, interactions, metadata }))
  return file
}

function getting(description: string, given: string[], status: number, body?: object, path = '/consumers') {
  return {
    type: 'Synchronous/HTTP',
    description,
    providerStates: given.map((name) => ({ name })),
    request: {
      method: 'GET',
      path: `/consumer-intelligence/v3${path}`,
      headers: { Authorization: ['Bearer eyJhbGciOiJSUzI1NiJ9.e30.c2ln'] },
    },
    response: {
      status,
      ...(body && { body: { content: body, contentType: 'application/json', encoded: false } }),
    },
  }
}

function hearing(description: string, given: object[], content: object) {
  return {
    type: 'Asynchronous/Messages',
    description,
    providerStates: given,
    contents: { content, contentType: 'application/json', encoded: false },
  }
}

test('the official verifier passes every pact of our own', { timeout: 60_000 }, async () => {
  const { code, out } = await run('verify', '--pact', join(pactFile('indkaldelse'), '../../..'))
  expect(out).not.toContain('  failed\n')
  expect(code).toBe(0)
  const interactions = Object.values(pacts).map((open) => {
    const pact = open()
    pact.close()
    return pact.tests.length
  })
  expect(out).toContain(`\n${interactions.reduce((sum, count) => sum + count)} passed, 0 failed\n`)
})

describe("a user's pact", () => {
  const empty = { data: [], nextPageToken: null }
  const good = getting('no consumers', [], 200, empty)
  const expectsSixty = getting('one consumer', ['consumers-identified'], 201, { data: [{ age: 60 }] })
  const unknownState = getting('a person', ['person-subscribd'], 200, undefined, '/persons/MEF741BA00F6')
  const unauthorized = getting('an old token', [], 401)
  const hook = { name: 'webhook-registered', params: { url: 'http://127.0.0.1:9/' } }
  const short = hearing('a PING', [hook], { type: 'PING', sentBy: 'D&B' })
  const notSent = hearing('a LIFE_EVENT', [hook], { type: 'LIFE_EVENT' })

  test('that holds passes, whatever its bearer token is', async () => {
    const file = pactOf('good', good, hearing('a PING', [hook], { type: 'PING' }))
    expect(await run('verify', '--pact', file)).toEqual({
      code: 0,
      out:
        'consumer  interaction   result\n' +
        'shop      no consumers  passed\n' +
        'shop      a PING        passed\n' +
        '\n2 passed, 0 failed\n',
      error: '',
    })
  })

  test('that does not hold fails with what to do, on the screen, as JUnit and as JSON', async () => {
    const file = pactOf('bad', good, expectsSixty, unknownState, unauthorized, short, notSent)
    const [xml, json] = [join(folder, 'result.xml'), join(folder, 'result.json')]
    const { code, out } = await run('verify', '--pact', file, '--junit', xml, '--json', json)
    expect(code).toBe(1)
    expect(out).toContain('1 passed, 5 failed')
    const failures = Object.fromEntries(
      JSON.parse(readFileSync(json, 'utf8')).interactions.map(
        (verdict: { description: string; failures: string[] }) => [
          verdict.description,
          verdict.failures.join('\n'),
        ],
      ),
    )
    expect(failures['no consumers']).toBe('')

    expect(failures['one consumer']).toContain('Expected status 201, but it was 200.')
    expect(failures['one consumer']).toMatch(/Body \$\.data\[0\]: .*missing the following keys: age/)
    expect(failures['one consumer']).toContain(
      'GET /consumer-intelligence/v3/consumers is consumer-intelligence.listConsumers',
    )
    expect(failures['one consumer']).toContain('Mend the expectation, or name a state')

    expect(failures['a person']).toBe(
      'There is no provider state "person-subscribd". Nearest: person-subscribed, person-changed, sandbox-person-added. ' +
        '"tvilling pact states" lists them all.',
    )
    expect(failures['an old token']).toContain('give the interaction the state token-expired')

    expect(failures['a PING']).toMatch(/^Body \$: Actual map is missing the following keys: sentBy\n/)
    expect(failures['a PING']).toContain('mend the expectation')
    expect(failures['a LIFE_EVENT']).toBe(
      'The description names LIFE_EVENT, but in this state only PING was sent.',
    )
    for (const text of Object.values(failures)) expect(out).toContain(String(text).split('\n')[0])

    const report = readFileSync(xml, 'utf8')
    expect(report).toContain(
      '<testsuite name="shop and consumer-intelligence" tests="6" failures="5" skipped="0">',
    )
    expect(report).toContain('&quot;person-subscribd&quot;')
  })
})

describe('a mistake on the command line gets one sentence', () => {
  const mistakes: [string[], RegExp][] = [
    [['--pact', import.meta.dirname], /^There is no pact in .*\.\n$/],
    [['--pact', import.meta.filename], /^The pact .* cannot be read: Unexpected token .*\n$/],
    [
      ['--pact', pactFile('indkaldelse'), '--provider', 'indkaldelser'],
      /^There is no pact with the provider "indkaldelser"\. Nearest: indkaldelse\.\n$/,
    ],
    [['--pact', 'http://127.0.0.1:9/'], /^A broker needs --provider <name>: .*\n$/],
    [['--pact', pactFile('indkaldelse'), '--publish', '1'], /^--publish tells a broker: .*\n$/],
    [['--pact', pactFile('indkaldelse'), '--client', 'nobody'], /^There is no OAuth client "nobody"\. .*\n$/],
  ]
  test.each(mistakes)('pact verify %j', async (flags, expected) => {
    const { code, error } = await run('verify', ...flags)
    expect([code, error]).toEqual([2, expect.stringMatching(expected)])
  })

  test('pacts that are not there', async () => {
    const { code, error } = await run('verify', '--pact', '/nowhere')
    expect([code, error]).toEqual([
      3,
      expect.stringMatching(/^The pacts in \/nowhere cannot be read: ENOENT.*\n$/),
    ])
  })

  test('without the official verifier, the command that installs it', () => {
    expect(() => findVerifier('file:///nowhere/at/all.js')).toThrow(
      'Pacts are verified by the official verifier: npm install --save-dev @pact-foundation/pact@17',
    )
  })
})

test('pact states lists every state with its parameters', async () => {
  const { code, out } = await run('states')
  expect(code).toBe(0)
  expect(out).toMatch(
    /^authorized {2}\(all\)\n {4}\S.*\n {4}token: .*, optional\n {4}client: .*, default "tvilling"\n/m,
  )
  expect(out).toMatch(/^consumers-identified {2}\(consumer-intelligence\)\n/m)
  expect(out).toMatch(/^time-passed {2}\(all\)\n {4}\S.*\n {4}by: ISO 8601, such as PT90S\n/m)
})
