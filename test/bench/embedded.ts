/** What a harness costs in process. */
import { simulators } from '../../mocks/index.ts'
import { startServer } from '../../server/http/server.ts'
import { createHarness } from '../../src/harness/create-harness.ts'
import type { Harness } from '../../src/harness/harness.ts'
import { compare, type Ratio, timed } from './compare.ts'

const now = '2026-01-01T00:00:00Z'
const ORIGIN = 'https://api.bisnode.com/consumer-intelligence/v3'

async function token(harness: Pick<Harness, 'fetch'>): Promise<string> {
  const response = await harness.fetch('https://login.bisnode.com/as/token.oauth2', {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('tvilling:tvilling')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'bci' }),
  })
  return ((await response.json()) as { access_token: string }).access_token
}

/** Stores so many consumers without their history, in batches. */
export async function fill(harness: Pick<Harness, 'scenarios'>, count: number): Promise<void> {
  for (let done = 0; done < count; done += 10_000) {
    const size = Math.min(10_000, count - done)
    await harness.scenarios.load('consumers-uploaded', { count: size, prefix: `bench-${done}-` })
  }
}

async function creation(): Promise<Ratio[]> {
  const budget = (milliseconds: number) => async () => milliseconds
  const create = () =>
    timed(100, async () => {
      await (await createHarness({ simulators, now })).close()
    })
  const harness = await createHarness({ simulators, now })
  await harness.scenarios.load('consumers-uploaded', { count: 10 })
  const reset = () => timed(100, () => harness.reset())
  await create()
  const ratios = [
    await compare('create and close a harness, against 2 ms', { atMost: 1 }, 'ms', create, budget(2)),
    await compare('reset a harness, against 1 ms', { atMost: 1 }, 'ms', reset, budget(1)),
  ]
  await harness.close()
  return ratios
}

async function pages(): Promise<Ratio> {
  const harness = await createHarness({ simulators, now, journal: { exchanges: 10 } })
  await fill(harness, 1_000_000)
  const headers = { authorization: `Bearer ${await token(harness)}` }
  const get = async (query: string) => {
    const response = await harness.fetch(`${ORIGIN}/consumers?${query}`, { headers })
    return (await response.json()) as { nextPageToken: string | null; data: unknown[] }
  }
  let cursor = ''
  for (let row = 0; row < 999_000; row += 1_000) {
    cursor = `&pageToken=${(await get(`pageSize=1000${cursor}`)).nextPageToken}`
  }
  const last = () => timed(200, () => get(`pageSize=100${cursor}`))
  const first = () => timed(200, () => get('pageSize=100'))
  await first()
  const ratio = await compare('a page at row 999,000 against the first', { atMost: 1.1 }, 'ms', last, first)
  await harness.close()
  return ratio
}

async function advance(): Promise<Ratio[]> {
  const transitions = async (count: number) => {
    const harness = await createHarness({ simulators, now })
    await fill(harness, count)
    const begun = performance.now()
    const { transitions } = await harness.clock.advance('PT30S')
    const seconds = (performance.now() - begun) / 1_000
    if (transitions.length !== count) throw new Error(`${transitions.length} of ${count} transitions.`)
    await harness.close()
    return seconds
  }
  return [
    await compare(
      '100,000 due transitions in one advance, against 3 s',
      { atMost: 1 },
      's',
      () => transitions(100_000),
      async () => 3,
      3,
    ),
    await compare(
      '100,000 transitions against ten times 10,000',
      { atMost: 1.2 },
      's',
      () => transitions(100_000),
      async () => 10 * (await transitions(10_000)),
      3,
    ),
  ]
}

async function fetchAgainstLoopback(): Promise<Ratio> {
  const harness = await createHarness({ simulators, now })
  const server = await startServer({ port: 0, harness: { simulators, now } })
  const path = '/consumer-intelligence/v3/consumers?pageSize=10'
  const bearer = async (from: Pick<Harness, 'fetch'>) => ({
    headers: { authorization: `Bearer ${await token(from)}` },
  })
  const inside = await bearer(harness)
  const outside = await bearer({
    fetch: (input, init) => fetch(`${server.url}${new URL(String(input)).pathname}`, init),
  })
  const a = () =>
    timed(1_000, async () => (await harness.fetch(`https://api.bisnode.com${path}`, inside)).text())
  const b = () => timed(1_000, async () => (await fetch(`${server.url}${path}`, outside)).text())
  await a()
  await b()
  const ratio = await compare('harness.fetch against a request over loopback', { atMost: 0.25 }, 'ms', a, b)
  await server.close()
  await harness.close()
  return ratio
}

export async function embedded(): Promise<Ratio[]> {
  return [...(await creation()), await fetchAgainstLoopback(), ...(await advance()), await pages()]
}
