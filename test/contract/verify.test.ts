import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { main, startServer } from 'tvilling/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const OF_WEBHOOKS = ['PM-13', 'PM-14', 'PM-15', 'PM-16', 'PM-22']

const defects: unknown[] = []
let server: Awaited<ReturnType<typeof startServer>>

beforeAll(async () => {
  server = await startServer({
    port: 0,
    harness: { simulators, now: '2026-01-01T00:00:00Z', onDefect: (error) => defects.push(error) },
  })
})

afterAll(async () => {
  await server.close()
  expect(defects).toEqual([])
})

async function run(...argv: string[]) {
  let out = ''
  let error = ''
  const io = {
    out: (text: string) => {
      out += text
    },
    error: (text: string) => {
      error += text
    },
  }
  return { code: await main(argv, io), out, error }
}

const verifies = (api: string, ...more: string[]) =>
  run('verify', '--api', api, '--url', server.url, '--seed', '1', '--runs', '5', ...more)

describe('verify gives our server full marks, with nothing that was not reached', () => {
  test.each(simulators.map(({ name }) => name))(
    '%s',
    async (api) => {
      const { code, out, error } = await verifies(api)
      expect(out + error).toMatch(/^100 %: (\d+) held of \1, 0 failed, 0 never reached/m)
      expect(code).toBe(0)
    },
    60_000,
  )
})

test('verifying leaves clock and state of the server as they were, and no tenant behind', async () => {
  const control = connect(server.url)
  const before = await control.clock.set({ mode: 'manual' })
  await verifies('birth-report')
  expect(await control.clock.read()).toEqual(before)
  expect((await control.tenants.list()).tenants).toEqual(['default'])
  expect(await control.journal.find()).toEqual([])
})

describe('what is skipped counts as never reached', () => {
  test('--read-only calls nothing that writes, and says what it left out', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'verify-'))
    const file = join(folder, 'report.json')
    const tenant = `${server.url}/t/read-only`
    const { code, out } = await run(
      ...['verify', '--api', 'consumer-intelligence', '--url', tenant, '--read-only', '--json', file],
    )
    expect(code).toBe(1)
    expect(out).toMatch(/0 failed, \d+ never reached/)
    expect(out).toMatch(/uploadConsumers: .+ \(it calls uploadConsumers, which writes, and --read-only/)
    const asked = await connect(server.url, { tenant: 'read-only' }).journal.find()
    const safe = ['requestToken', 'requestSandboxToken']
    expect(
      asked.filter(({ request, operation = '' }) => request.method !== 'GET' && !safe.includes(operation)),
    ).toEqual([])
    const { score } = JSON.parse(readFileSync(file, 'utf8'))
    expect(score.held + score.unreached).toBe(score.total)
    expect(score.percent).toBeLessThan(50)
  })

  test('a client of one’s own has no ready-made colleagues, and --minimum says what is enough', async () => {
    const own = ['--client-id', 'tvilling-no-webhooks', '--client-secret', 'tvilling-no-webhooks']
    const few = await verifies('person-monitoring', ...own)
    expect(few.out).toContain('credentials of a client without the permission are needed')
    expect(few.out).toMatch(/ 0 failed, \d+ never reached/)
    expect(few.code).toBe(1)
    expect((await verifies('person-monitoring', ...own, '--minimum', '60')).code).toBe(0)
  })
})

test('--subjects replaces our people by those of a provider, and names other clients', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'verify-'))
  const file = join(folder, 'subjects.yaml')
  const clients = '{ no-permission: { id: tvilling-no-permission, secret: tvilling-no-permission } }'
  await writeFile(file, `subjects: { bundle: b2, known: "199606282391" }\nclients: ${clients}\n`)
  const tenant = `${server.url}/t/subjects`
  const report = join(folder, 'report.json')
  const own = ['--client-id', 'tvilling-no-webhooks', '--client-secret', 'tvilling-no-webhooks']
  await run(
    ...['verify', '--api', 'person-monitoring', '--url', tenant, '--runs', '1', '--subjects', file],
    ...[...own, '--json', report],
  )
  const { items } = JSON.parse(readFileSync(report, 'utf8'))
  // The client has no webhooks, so nothing about them is reached.
  const unreached = items.filter(
    ({ outcome, kind, facts = [] }: { outcome: string; kind: string; facts?: string[] }) =>
      outcome === 'unreached' && kind !== 'event' && !facts.some((fact) => OF_WEBHOOKS.includes(fact)),
  )
  expect(unreached.map(({ name }: { name: string }) => name)).toEqual([
    'lists no bundles in the sandbox, and takes any update there',
  ])
  const updates = await connect(server.url, { tenant: 'subjects' }).journal.find({
    operation: 'updateBundle',
  })
  const bundles = new Set(updates.map(({ request }) => request.url))
  expect(bundles).toContain('/se/person/monitoring/1.0/bundle/b2')
  expect(bundles).not.toContain('/se/person/monitoring/1.0/bundle/b1')
})

test('reports are JUnit, JSON and a page, and hold no token', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'verify-'))
  const [junit, json, html] = ['report.xml', 'report.json', 'report.html'].map((name) => join(folder, name))
  const wrong = ['--client-id', 'kommune', '--client-secret', 'wrong']
  const { code } = await verifies(
    ...(['indkaldelse', ...wrong, '--junit', junit, '--json', json, '--html', html] as [string, ...string[]]),
  )
  expect(code).toBe(1)
  const [xml, report, page] = [junit, json, html].map((file) => readFileSync(String(file), 'utf8'))
  const { score } = JSON.parse(String(report))
  expect(score.failed).toBeGreaterThan(0)
  expect(xml).toContain(`tests="${score.total}" failures="${score.failed}" skipped="${score.unreached}"`)
  expect(xml).toContain('name="answers 412 as documented"><skipped message=')
  expect(page).toContain(`<p class="score">${score.percent} %</p>`)
  const secret = Buffer.from('kommune:wrong').toString('base64')
  for (const text of [xml, report, page]) expect(text).not.toContain(secret)
})

describe('a mistake on the command line gets one sentence that says what to do', () => {
  const mistakes: [string[], RegExp][] = [
    [['--api', 'persons', '--url', 'http://127.0.0.1:9'], /^There is no API "persons"\. Nearest: person-mon/],
    [['--api', 'indkaldelse', '--url', 'localhost'], /^--url is a URL such as http:.+, not "localhost"\.\n$/],
    [
      ['--api', 'indkaldelse', '--url', 'http://127.0.0.1:9', '--runs', '0'],
      /^--runs takes a number from 1 /,
    ],
    [
      ['--api', 'indkaldelse', '--url', 'http://127.0.0.1:9', '--patience', 'long'],
      /^--patience is a duration/,
    ],
    [
      ['--api', 'indkaldelse', '--url', 'http://127.0.0.1:9', '--environment', 'sandbox'],
      /^There is no environment of indkaldelse "sandbox"/,
    ],
  ]

  test.each(mistakes)('verify %j', async (argv, sentence) => {
    const { code, out, error } = await run('verify', ...argv)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(error).toMatch(sentence)
  })
})

/** Of a port on which nobody listens any more. */
async function deadUrl(): Promise<string> {
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const { port } = listener.address() as AddressInfo
  listener.close()
  return `http://127.0.0.1:${port}`
}

describe('what cannot be verified gets one sentence, and the exit code 3', () => {
  test('a port on which nobody listens', async () => {
    const url = await deadUrl()
    expect(await run('verify', '--api', 'birth-report', '--url', url)).toEqual({
      code: 3,
      out: '',
      error: `Nothing answers at ${url} (ECONNREFUSED). Start the server, or name where it is.\n`,
    })
  })

  test('a control that is not there', async () => {
    const url = await deadUrl()
    const away = ['--url', url, '--control', url]
    const { code, error } = await run('verify', '--api', 'birth-report', ...away)
    expect([code, error]).toEqual([3, expect.stringContaining('ECONNREFUSED')])
    expect(error.split('\n')).toHaveLength(2)
  })

  test('subjects that cannot be read', async () => {
    const [api, url] = [
      ['--api', 'indkaldelse'],
      ['--url', 'http://127.0.0.1:9'],
    ] as const
    const { code, error } = await run('verify', ...api, ...url, '--subjects', '/no.yaml')
    expect([code, error]).toEqual([
      3,
      expect.stringMatching(/^The subjects in \/no\.yaml cannot be read: ENOENT.+\n$/),
    ])
  })
})

test('a target that breaks each connection has held nothing', async () => {
  const broken = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await once(broken, 'listening')
  const { port } = broken.address() as AddressInfo
  const target = ['--url', `http://127.0.0.1:${port}`]
  const { code, out } = await run('verify', '--api', 'birth-report', ...target, '--runs', '1')
  broken.close()
  expect(code).toBe(1)
  expect(out).toMatch(/^0 %: 0 held of /m)
  expect(out).toContain('got no answer')
})
