/** Two replicas behind one address pass the journeys, and let one of a thousand equal request ids in. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { ROOT } from './folders.ts'
import { acceptToken, ask } from './kills/client.ts'
import { meeting } from './kills/load.ts'
import { usePostgres } from './replicas/database.ts'
import { startTwoReplicas } from './replicas/two-replicas.ts'
import type { PartResult } from './report.ts'
import type { Scale } from './scale.ts'

const NOW = '2026-01-01T00:00:00Z'

export async function proveReplicas({ count, store }: Scale): Promise<PartResult> {
  const postgres = await usePostgres(store)
  try {
    return await prove(postgres.url, count(1_000, 100))
  } finally {
    await postgres.end()
  }
}

async function prove(postgres: string, calls: number): Promise<PartResult> {
  const { statuses, counts } = await equalRequestIds(postgres, calls)
  const { passed, failed, output } = await runJourneys(postgres)
  const successes = statuses.filter((status) => status === 200).length
  const refused = statuses.filter((status) => status === 412).length
  return {
    counts: {
      'equal request ids': calls,
      'to the first': counts[0] ?? 0,
      'to the other': counts[1] ?? 0,
      journeys: passed,
    },
    criteria: [
      {
        name: 'of equal request ids at once over both replicas, one succeeds and the others are 412',
        wanted: `1 and ${calls - 1}`,
        measured: `${successes} and ${refused}`,
        held: successes === 1 && refused === calls - 1,
      },
      {
        name: 'the journeys pass through one address of two replicas',
        wanted: 'all',
        measured: `${passed} passed, ${failed} failed`,
        held: passed > 0 && failed === 0,
      },
    ],
    findings: failed > 0 || passed === 0 ? [output.slice(-4_000)] : [],
    notes: [],
  }
}

/** Sends calls with one request id at once, over both. */
export async function equalRequestIds(postgres: string, calls: number) {
  const replicas = await startTwoReplicas({ postgres, now: NOW })
  try {
    await acceptToken(replicas.url)
    const before = [...replicas.proxy.counts]
    const replies = await Promise.all(
      Array.from({ length: calls }, () => ask(`${replicas.url}/v2/Indkaldelse`, meeting('the-same-for-all'))),
    )
    return {
      statuses: replies.map((reply) => reply?.status),
      counts: replicas.proxy.counts.map((count, index) => count - (before[index] ?? 0)),
    }
  } finally {
    await replicas.close()
  }
}

/** Runs the journeys of the suite through the door of two replicas alone. */
async function runJourneys(postgres: string): Promise<{ passed: number; failed: number; output: string }> {
  const vitest = spawn(
    process.execPath,
    [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', 'test/journeys', '--testTimeout=120000'],
    {
      cwd: ROOT,
      env: { ...process.env, TVILLING_TEST_POSTGRES: postgres, TVILLING_REPLICAS: 'yes', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  for (const stream of [vitest.stdout, vitest.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  await once(vitest, 'close')
  const summary = /^\s*Tests\s+(.*)$/m.exec(output)?.[1] ?? ''
  const number = (what: string) => Number(new RegExp(`(\\d+) ${what}`).exec(summary)?.[1] ?? 0)
  return { passed: number('passed'), failed: number('failed'), output }
}
