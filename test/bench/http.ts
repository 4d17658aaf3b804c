/** A page of consumers over HTTP, against a bare Express route that sends the same bytes. */
import { join } from 'node:path'
import { type Raced, race, raceCold } from './contenders.ts'
import { temporaryFolder } from './folders.ts'
import { findGenerator, runCold } from './load.ts'
import type { PartResult } from './report.ts'
import type { Scale } from './scale.ts'
import { median, ratioTarget } from './statistics.ts'
import { compareAnswers, pageOf, startTwin, startYardstick } from './twin.ts'

const TWIN = 'Tvilling, memory'
const FILE = 'Tvilling, SQLite file'
const EXPRESS = 'bare Express 5'
const HTTP = 'bare node:http'

export async function measureHttp(scale: Scale): Promise<PartResult> {
  const consumers = scale.count(100_000)
  const sqlite = () => ['--store', `sqlite:${join(temporaryFolder('store'), 'bench.sqlite')}`]
  const twin = await startTwin(TWIN, consumers)
  const page = pageOf(twin)
  const targets = [
    twin,
    await startTwin(FILE, consumers, sqlite()),
    await startYardstick(EXPRESS, 'bare-express.js', page),
    await startYardstick(HTTP, 'bare-http.js', page),
  ]
  for (const target of targets) compareAnswers(target, page)
  const [, , , bare] = targets
  // The generator of the cold figures is JavaScript and must not be cold itself.
  if (bare) for (let run = 0; run < 5; run += 1) await runCold(bare)

  const cold = await raceCold(
    new Map([
      [TWIN, () => startTwin(TWIN, 11)],
      [FILE, () => startTwin(FILE, 11, sqlite())],
      [EXPRESS, () => startYardstick(EXPRESS, 'bare-express.js', page)],
      [HTTP, () => startYardstick(HTTP, 'bare-http.js', page)],
    ]),
    scale.rounds,
  )
  const generator = findGenerator()
  const warm = await race(targets, generator, scale)
  for (const { server } of targets) await server.stop()

  const of = (name: string) => warm.get(name) as Raced
  const table = (of: (raced: Raced) => Raced['throughput']) => [...warm.values()].map(of)
  return {
    targets: [
      ratioTarget(
        `listConsumers, page of 10 of ${consumers.toLocaleString('en-US')}, memory, of bare Express`,
        { atLeast: 0.6 },
        of(TWIN).throughput,
        of(EXPRESS).throughput,
      ),
      ratioTarget(
        'the same with SQLite in a file, of bare Express',
        { atLeast: 0.35 },
        of(FILE).throughput,
        of(EXPRESS).throughput,
      ),
    ],
    tables: [
      { title: 'A page of 10, warm', comparedTo: EXPRESS, rows: table(({ throughput }) => throughput) },
      { title: 'A page of 10, the first 1,000 requests', comparedTo: EXPRESS, rows: cold, note: COLD_NOTE },
      { title: 'Latency, 99th percentile, warm', rows: table(({ latency }) => latency) },
      { title: 'Share of its core that the server had', rows: table(({ serverShare }) => serverShare) },
      {
        title: 'Share of its core that the generator had',
        rows: table(({ generatorShare }) => generatorShare),
      },
    ],
    notes: [
      `All send the same ${Buffer.byteLength(page.body)} bytes as body and ${page.headers.length} headers of their own; load by ${generator.name}.`,
      `At most, ${generator.name} had ${Math.round(100 * Math.max(...table(({ generatorShare }) => generatorShare).map(({ values }) => median(values))))} % of its core.`,
    ],
  }
}

const COLD_NOTE = 'Every round is a new process; the twin holds 11 consumers there.'
