/** 1,000,000 requests over 50 tenants: memory, journal, ledger and audit events stay bounded. */
import { startProcess } from '../server/process.ts'
import { startCountingReceiver } from './kills/receiver.ts'
import { residentMemory } from './memory.ts'
import type { Criterion, PartResult } from './report.ts'
import { progress, type Scale } from './scale.ts'
import { keptBy, soakServer } from './soak/soak-server.ts'

const TENANTS = 50
const FEW_TENANTS = 5
/** The median of the last fifth of the run may be so much more than that of the second fifth. */
const GROWTH = 1.2

export async function proveSoak({ count, store }: Scale): Promise<PartResult> {
  const requests = count(1_000_000, 20_000)
  const tenants = count(TENANTS, FEW_TENANTS)
  const receiver = await startCountingReceiver({ delay: 0 })
  const flags = ['--clock', 'manual', '--now', '2026-01-01T00:00:00Z', '--log', 'silent']
  // Fewer than a tenant has at half-way, so that the bound shows.
  flags.push('--kept-deliveries', '1000')
  const server = await startProcess(...flags, ...(store ? ['--store', store] : []))
  const tenant = `${server.url}/t/soak-0`
  const memory: number[] = []
  let half: Awaited<ReturnType<typeof keptBy>> | undefined
  try {
    const { sent, wrong } = await soakServer({
      url: server.url,
      requests,
      tenants,
      receiver: receiver.url,
      async onSample(done) {
        memory.push(residentMemory(server.pid))
        if (memory.length % 10 === 0) progress(`${done} requests, ${Math.round(memory.at(-1) ?? 0)} MiB`)
        if (memory.length === 50) half = await keptBy(tenant)
      },
    })
    const kept = await keptBy(tenant)
    const second = median(memory.slice(20, 40))
    const last = median(memory.slice(-20))
    const bounded = Object.entries(kept).map(([what, end]): Criterion => {
      const before = half?.[what as keyof typeof kept] ?? 0
      return {
        name: `a tenant keeps a bounded number of entries: ${what}`,
        wanted: `at most 1.1 times the ${before} of half-way, and fewer than 10,000`,
        measured: String(end),
        held: end <= before * 1.1 && end < 10_000,
      }
    })
    return {
      counts: { requests: sent, tenants, 'webhook messages': receiver.times.size, ...kept },
      criteria: [
        {
          name: 'every request is answered as it should be',
          wanted: 'none wrong',
          measured: `${wrong.length} wrong`,
          held: wrong.length === 0,
        },
        {
          name: 'resident memory is bounded: the last fifth of the run against the second',
          wanted: `at most ${GROWTH} times ${Math.round(second)} MiB`,
          measured: `${Math.round(last)} MiB`,
          held: last <= second * GROWTH,
        },
        ...bounded,
      ],
      findings: wrong,
      notes: [`Resident memory in MiB, by hundredths: ${memory.map(Math.round).join(' ')}.`],
    }
  } finally {
    await server.end('SIGKILL')
    await receiver.close()
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
