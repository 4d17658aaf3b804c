/** What the server costs, against a bare Express route that sends the same bytes. */
import { join } from 'node:path'
import autocannon from 'autocannon'
import { connect } from '../../src/control/connect.ts'
import { compare, type Ratio } from './compare.ts'
import { type Measured, measure } from './servers.ts'

const BIN = join(import.meta.dirname, '../../server/bin.ts')
const BARE = join(import.meta.dirname, 'bare-express.ts')
const PATH = '/consumer-intelligence/v3/consumers?pageSize=10'
const SERVE = [
  'serve',
  '--port',
  '0',
  '--log',
  'silent',
  '--clock',
  'manual',
  '--now',
  '2026-01-01T00:00:00Z',
]

async function token(url: string): Promise<string> {
  const response = await fetch(`${url}/as/token.oauth2`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('tvilling:tvilling')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  })
  return ((await response.json()) as { access_token: string }).access_token
}

async function throughput(url: string, headers: Record<string, string>): Promise<number> {
  const { requests, non2xx } = await autocannon({
    url: `${url}${PATH}`,
    headers,
    connections: 10,
    duration: 4,
  })
  if (non2xx > 0) throw new Error(`${non2xx} answers were no success.`)
  return requests.average
}

async function startAndStop(script: string, path: string, ...args: string[]): Promise<number> {
  const begun = performance.now()
  const server = await measure(script, ...args)
  await (await fetch(`${server.url}${path}`)).text()
  const seconds = (performance.now() - begun) / 1_000
  await server.stop()
  return seconds
}

async function idleMemory(server: Measured): Promise<number> {
  return server.memory()
}

export async function overHttp(): Promise<Ratio[]> {
  const twin = await measure(BIN, ...SERVE)
  const fresh = await idleMemory(twin)
  for (let batch = 0; batch < 10; batch += 1) {
    await connect(twin.url).scenarios.load('consumers-uploaded', { count: 10_000, prefix: `bench-${batch}-` })
  }
  const headers = { authorization: `Bearer ${await token(twin.url)}` }
  const body = await (await fetch(`${twin.url}${PATH}`, { headers })).text()
  const bare = await measure(BARE, body)
  const bareMemory = await idleMemory(bare)
  await throughput(twin.url, headers)
  await throughput(bare.url, headers)
  const ratios = [
    await compare(
      'listConsumers, page of 10 of 100,000, against bare Express',
      { atLeast: 0.6 },
      'requests/s',
      () => throughput(twin.url, headers),
      () => throughput(bare.url, headers),
      3,
    ),
    await compare(
      'idle memory against bare Express',
      { atMost: 1.6 },
      'MiB',
      async () => fresh,
      async () => bareMemory,
      1,
    ),
  ]
  await twin.stop()
  await bare.stop()
  ratios.push(
    await compare(
      'start to first answer against bare Express',
      { atMost: 1.5 },
      's',
      () => startAndStop(BIN, '/_tvilling/health', ...SERVE),
      () => startAndStop(BARE, '/', body),
      7,
    ),
  )
  return ratios
}
