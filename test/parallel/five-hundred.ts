/**
 * 500 tests in one process, all under way at once, each with its harness: run with --expose-gc. The time is that of
 * the processor, which nobody else on the machine can stretch.
 */
import { numberOf } from '../../fixtures/index.ts'
import { simulators } from '../../mocks/index.ts'
import { createHarness } from '../../src/index.ts'

const API = 'https://api.bisnode.com/consumer-intelligence/v3'
const TESTS = 500

/** A test of a team: consumers of its own are identified on a clock of its own. */
async function story(index: number): Promise<void> {
  const harness = await createHarness({ simulators, now: '2026-01-01T00:00:00Z', seed: index })
  const signedIn = await harness.fetch('https://login.bisnode.com/as/token.oauth2', {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('tvilling:tvilling')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'bci' }),
  })
  const { access_token } = (await signedIn.json()) as { access_token: string }
  const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' }
  const consumerId = `consumer-${index}`
  const person = { market: 'SE', consumerId, data: { legalId: numberOf('legal-id') } }
  await harness.fetch(`${API}/consumers`, { method: 'POST', headers, body: JSON.stringify([person]) })
  await harness.clock.advance(`PT${100 + index}S`)
  const page = await harness.fetch(`${API}/consumers`, { headers })
  const { data } = (await page.json()) as { data: { consumerId: string; state: string }[] }
  const { now } = await harness.clock.read()
  const seen = [data.length, data[0]?.consumerId, data[0]?.state, now, (await harness.journal.find()).length]
  const due = new Date(Date.UTC(2026, 0, 1) + (100 + index) * 1_000).toISOString()
  const expected = [1, consumerId, 'IDENTIFIED', due, 3]
  if (JSON.stringify(seen) !== JSON.stringify(expected)) throw new Error(`${index} saw ${seen}`)
  await harness.close()
}

async function heap(): Promise<number> {
  for (let turn = 0; turn < 3; turn++) {
    globalThis.gc?.()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return process.memoryUsage().heapUsed
}

const all = () => Promise.allSettled(Array.from({ length: TESTS }, (_, index) => story(index)))

// What is loaded and compiled once for all harnesses is no growth.
await story(0)
const before = await heap()
const begun = process.cpuUsage()
const results = await all()
const { user, system } = process.cpuUsage(begun)
const after = await heap()
const failures = results.flatMap((result) => (result.status === 'rejected' ? [String(result.reason)] : []))
process.stdout.write(
  JSON.stringify({ tests: results.length, failures, seconds: (user + system) / 1e6, before, after }),
)
