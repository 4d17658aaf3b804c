/** 100,000 malformed requests over real sockets to every operation, each answer validated with its body. */
import { startProcess } from '../server/process.ts'
import { fuzzServer } from './fuzz/fuzz-server.ts'
import { residentMemory } from './memory.ts'
import type { PartResult } from './report.ts'
import { progress, type Scale } from './scale.ts'

/** Nothing that a spoilt URL names is called. */
export const FUZZED = [
  '--clock',
  'manual',
  '--now',
  '2026-01-01T00:00:00Z',
  '--log',
  'silent',
  '--webhook-hosts',
  'receiver.invalid',
]

/** Largest resident memory in MiB: the journals of the tenants hold the last thousand exchanges each, bodies included. */
const MOST_MEMORY = 1_500

export async function proveFuzz({ count, seed, store }: Scale): Promise<PartResult> {
  const requests = count(100_000, 5_000)
  const server = await startProcess(...FUZZED, ...(store ? ['--store', store] : []))
  let most = 0
  const sampled = setInterval(() => {
    most = Math.max(most, residentMemory(server.pid))
  }, 500)
  try {
    const onProgress = (sent: number) =>
      progress(`${sent} requests, ${Math.round(residentMemory(server.pid))} MiB`)
    const result = await fuzzServer({ url: server.url, seed, requests, onProgress })
    const health = await fetch(`${server.url}/_tvilling/health`)
    const { sent, answers, closed, byStatus, byOperation, slowest, findings } = result
    return {
      counts: {
        'malformed requests': sent,
        answers,
        'connections closed without an answer': closed,
        ...byStatus,
      },
      criteria: [
        {
          name: 'every answer is documented, with its media type and body; none is a failure, nothing hangs',
          wanted: 'no finding',
          measured: `${findings.length} findings`,
          held: findings.length === 0,
        },
        {
          name: 'the server is alive at the end',
          wanted: '200',
          measured: String(health.status),
          held: health.status === 200,
        },
        {
          name: 'memory is bounded',
          wanted: `at most ${MOST_MEMORY} MiB`,
          measured: `${Math.round(most)} MiB`,
          held: most <= MOST_MEMORY,
        },
      ],
      findings,
      notes: [
        `${Object.keys(byOperation).length} operations and kinds of answers; the slowest took ${Math.round(slowest)} ms.`,
      ],
    }
  } finally {
    clearInterval(sampled)
    await server.end('SIGKILL')
  }
}
