/** Whether a tenant gets answers while another one advances through many jobs. */
import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, get } from './get.ts'
import { serveCommand } from './package.ts'
import type { PartResult } from './report.ts'
import type { Scale } from './scale.ts'
import { startServerProcess } from './server-process.ts'
import { medianTarget, quantile, type Series } from './statistics.ts'
import { HEALTH, PAGE, storeConsumers, tokenOf } from './twin.ts'

/** Milliseconds between two requests. */
const EVERY = 5

/** How long another tenant waits while one advances. Requests are sent at a fixed rate, independent of the answers. */
export async function measureTenants(scale: Scale): Promise<PartResult> {
  const jobs = scale.count(100_000)
  const server = await startServerProcess('Tvilling', (port) => serveCommand(port), HEALTH)
  const busy = `${server.url}/t/busy`
  const quiet = `${server.url}/t/quiet`
  await storeConsumers(busy, jobs)
  await storeConsumers(quiet, 11)
  const headers = { authorization: `Bearer ${await tokenOf(quiet)}` }
  const idle = await waits(`${quiet}${PAGE}`, headers, () => sleep(scale.seconds * 1_000))
  const begun = performance.now()
  let seconds = 0
  let advanced: Answer | undefined
  const during = await waits(`${quiet}${PAGE}`, headers, async () => {
    advanced = await get(`${busy}/_tvilling/clock/advance`, {
      headers: { 'content-type': 'application/json' },
      body: '{"by":"PT30S"}',
      timeout: 120_000,
    })
    seconds = (performance.now() - begun) / 1_000
  })
  // Only now, since decoding and searching the answer take so long that requests of this process would wait.
  const moved = advanced?.body.match(/"to":\s*"IDENTIFYING"/g)?.length
  if (advanced?.status !== 200 || moved !== jobs) {
    throw new Error(`The advance answered ${advanced?.status} with ${moved} of ${jobs} transitions.`)
  }
  await server.stop()
  const p99 = (name: string, all: readonly number[]): Series => ({
    name,
    unit: 'ms',
    values: [quantile(all, 0.99)],
  })
  const worst = (name: string, all: readonly number[]): Series => ({
    name,
    unit: 'ms',
    values: [Math.max(...all)],
  })
  const meanwhile = p99('99th percentile, while another advances', during)
  return {
    targets: [
      medianTarget(
        `another tenant's answer, 99th percentile, while one advances ${jobs.toLocaleString('en-US')} jobs`,
        { atMost: 50 },
        meanwhile,
      ),
    ],
    tables: [
      {
        title: 'How long a tenant waits for a page',
        rows: [
          p99('99th percentile, nothing else going on', idle),
          worst('longest, nothing else going on', idle),
          meanwhile,
          worst('longest, while another advances', during),
          { name: 'the advance', unit: 's', values: [seconds] },
        ],
      },
    ],
    notes: [`${during.length} requests at one every ${EVERY} ms, counted from when each was due.`],
  }
}

/** Milliseconds from the due time of each request to its complete answer, as long as some work runs. */
async function waits(
  url: string,
  headers: Record<string, string>,
  work: () => Promise<unknown>,
): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: 200 })
  let over = false
  const done = work().finally(() => {
    over = true
  })
  const times: number[] = []
  const answered: Promise<void>[] = []
  async function ask(due: number): Promise<void> {
    const { status, body } = await get(url, { headers, agent })
    if (status !== 200) throw new Error(`The other tenant got ${status}: ${body}`)
    times.push(performance.now() - due)
  }
  async function askAtTheRate(): Promise<void> {
    for (let due = performance.now(); !over; due += EVERY) {
      await sleep(Math.max(0, due - performance.now()))
      const asked = ask(due)
      // It is awaited below; until then a failure must not end the process.
      asked.catch(() => {})
      answered.push(asked)
    }
  }
  await Promise.all([done, askAtTheRate()])
  await Promise.all(answered)
  agent.destroy()
  return times
}
