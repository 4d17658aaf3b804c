/** `npm run bench`: ratios measured side by side in one run; the raw runs stand in the report. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { median } from './compare.ts'
import { embedded } from './embedded.ts'
import { overHttp } from './over-http.ts'

const ratios = [...(await embedded()), ...(await overHttp())]
const round = (value: number) => Number(value.toPrecision(3))
for (const { what, target, holds, ratio, a, b, unit } of ratios) {
  const verdict = holds ? 'holds' : 'FAILS'
  process.stdout.write(
    `${verdict}  ${round(ratio)} (${target})  ${what}: ${round(median(a))} / ${round(median(b))} ${unit}\n`,
  )
}
const folder = join(import.meta.dirname, '../../.bench')
mkdirSync(folder, { recursive: true })
const file = join(folder, 'report.json')
writeFileSync(file, `${JSON.stringify({ node: process.version, ratios }, null, 1)}\n`)
process.stdout.write(`raw runs: ${file}\n`)
