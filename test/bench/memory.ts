/** Whether memory grows with requests: memory after 100,000 and after 1,000,000 of them. */

import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { YARDSTICKS } from './folders.ts'
import { findGenerator } from './load.ts'
import type { PartResult } from './report.ts'
import { progress, type Scale } from './scale.ts'
import type { ServerProcess } from './server-process.ts'
import { ratioTarget, type Series } from './statistics.ts'
import { startTwin } from './twin.ts'

export async function measureMemory(scale: Scale): Promise<PartResult> {
  const collecting = ['--expose-gc', '--import', pathToFileURL(join(YARDSTICKS, 'gc-on-signal.js')).href]
  const twin = await startTwin('Tvilling', 1_000, [], collecting)
  const generator = findGenerator()
  const resident: Series[] = []
  const heap: Series[] = []
  let requests = 0
  for (const wanted of [100_000, 300_000, 1_000_000].map(scale.count)) {
    while (requests < wanted) {
      // The last seconds are rounded up, so there are a few more requests than wanted. The report has the exact number.
      const { requests: more } = await generator.run(twin, Math.max(1, Math.min(20, scale.seconds)))
      requests += more
    }
    progress(`${requests} requests`)
    const { rss, heapUsed } = await afterCollection(twin.server)
    const name = `after ${requests.toLocaleString('en-US')} requests`
    resident.push({ name, unit: 'MiB', values: [rss] })
    heap.push({ name, unit: 'MiB', values: [heapUsed] })
  }
  await twin.server.stop()
  const [first, , last] = resident as [Series, Series, Series]
  return {
    targets: [ratioTarget(`memory ${last.name}, of that ${first.name}`, { atMost: 1.2 }, last, first)],
    tables: [
      { title: 'Resident memory after a garbage collection', rows: resident, comparedTo: first.name },
      { title: 'Heap after a garbage collection', rows: heap, comparedTo: first.name },
    ],
    notes: ['The requests are pages of ten consumers. The journal is on and full from 1,000 exchanges on.'],
  }
}

/** @throws Error if the server does not report within ten seconds. */
async function afterCollection(server: ServerProcess): Promise<{ rss: number; heapUsed: number }> {
  const reports = () => [...server.output().matchAll(/^after-gc (.*)$/gm)]
  const before = reports().length
  server.signal('SIGUSR2')
  for (let waited = 0; waited < 10_000; waited += 50) {
    const line = reports()[before]?.[1]
    if (line !== undefined) return JSON.parse(line)
    await sleep(50)
  }
  throw new Error('The server did not tell its memory after SIGUSR2.')
}
