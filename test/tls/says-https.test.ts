import { connect as connectControl, type RequestContext } from 'tvilling'
import { expect, test } from 'vitest'
import { library, START } from '../engine/sample.ts'
import { startSecure } from './secure-library.ts'

/** The library, whose mischief is to tell the origin of its request: links in answers begin with it. */
function tellingLibrary() {
  const base = library()
  const misbehave = async (_: unknown, { request }: Pick<RequestContext, 'request'>) => ({
    status: 200,
    body: { kind: request.origin },
  })
  const operations = { ...base.definition.operations, misbehave }
  return { ...base, definition: { ...base.definition, operations } } as typeof base
}

test('[OS-24] the URL of the server and links in answers say https', async () => {
  const server = await startSecure({ harness: { simulators: [tellingLibrary()], now: START } })
  expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
  const headers = { 'content-type': 'application/json', 'content-length': '2' }
  const at = async (path: string) =>
    (await server.call(`${path}/mischief/tell`, { method: 'POST', headers, body: '{}' })).json['kind']
  expect(await at('')).toBe(server.url)
  expect(await at('/t/team-a')).toBe(`${server.url}/t/team-a`)
})

test('control takes requests of pages of its own over HTTPS, and of no others', async () => {
  const server = await startSecure({ allowedHosts: ['twins.test'] })
  const { port } = new URL(server.url)
  const clock = async (headers: Record<string, string>) =>
    (await server.call('/_tvilling/clock', { headers, servername: 'localhost' })).status
  expect(await clock({ origin: server.url, 'sec-fetch-site': 'same-origin' })).toBe(200)
  expect(await clock({ host: `twins.test:${port}`, origin: `https://twins.test:${port}` })).toBe(200)
  expect(await clock({ origin: 'https://127.0.0.1:1' })).toBe(403)
  expect(await clock({ origin: server.url, 'sec-fetch-site': 'cross-site' })).toBe(403)
  expect(await clock({ host: 'evil.example' })).toBe(403)
})

test('a test whose process trusts the authority controls the server', async () => {
  const { setDefaultCACertificates, getCACertificates } = await import('node:tls')
  const server = await startSecure()
  await expect(connectControl(server.url).clock.read()).rejects.toThrow('fetch failed')
  const before = getCACertificates('default')
  setDefaultCACertificates([...before, String(server.ca)])
  try {
    expect((await connectControl(server.url).clock.read()).now).toBe('2026-01-01T00:00:00.000Z')
  } finally {
    setDefaultCACertificates(before)
  }
})
