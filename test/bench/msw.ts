/** The twin through MSW, against a fixed answer of the same MSW. */
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { handlers } from 'tvilling/msw'
import { addConsumers, authorized, newHarness, ORIGIN, PAGE_URL, textOf } from './embedded.ts'
import type { PartResult } from './report.ts'
import type { Scale } from './scale.ts'
import { pairedRatio, ratioTarget, type Series } from './statistics.ts'
import { PATH } from './twin.ts'

export async function measureMsw(scale: Scale): Promise<PartResult> {
  const harness = await newHarness()
  await addConsumers(harness, 11)
  const headers = await authorized(harness)
  const answer = await harness.fetch(PAGE_URL, { headers })
  const [body, answerHeaders] = [await textOf(answer.clone()), Object.fromEntries(answer.headers)]
  const twin: Series = { name: 'the twin through MSW', unit: 'ms', values: [] }
  const canned: Series = { name: 'a canned answer through MSW', unit: 'ms', values: [] }
  const contenders = [
    { series: twin, server: setupServer(...handlers(harness)) },
    {
      series: canned,
      server: setupServer(
        http.get(`${ORIGIN}${PATH}`, () => new HttpResponse(body, { headers: answerHeaders })),
      ),
    },
  ]
  const runs = scale.count(2_000)
  // The first round is the warm-up. MSW intercepts requests for only one of the two at a time.
  for (let round = 0; round <= scale.rounds; round += 1) {
    for (const { series, server } of contenders) {
      server.listen({ onUnhandledFrame: 'error' })
      const sent = await textOf(fetch(PAGE_URL, { headers }))
      if (sent !== body) throw new Error(`${series.name} sends another body: ${sent.slice(0, 300)}`)
      const begun = performance.now()
      for (let run = 0; run < runs; run += 1) await textOf(fetch(PAGE_URL, { headers }))
      if (round > 0) series.values.push((performance.now() - begun) / runs)
      server.close()
    }
  }
  await harness.close()
  return {
    targets: [
      ratioTarget('the twin through MSW, of a canned answer through MSW', { atMost: 1.15 }, twin, canned),
    ],
    tables: [{ title: 'A page of ten consumers through MSW', comparedTo: canned.name, rows: [twin, canned] }],
    notes: [
      `The twin adds ${Math.round(1_000 * (pairedRatio(twin, canned) - 1)) / 10} % to what MSW itself takes; both answer ${Buffer.byteLength(body)} bytes to the same fetch.`,
    ],
  }
}
