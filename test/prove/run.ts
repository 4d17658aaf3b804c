/**
 * `npm run prove` runs all parts, `npm run prove -- fuzz soak` some of them; `--quick` shows in a few minutes that they
 * work. Each run replaces the results of its parts in the report. It exits with 1 if a part failed or found something.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writePart } from '../report-file.ts'
import { PROVE } from './folders.ts'
import { describeProof } from './machine.ts'
import { type Part, parts } from './parts.ts'
import { holds, type PartResult, renderReport } from './report.ts'
import { progress } from './scale.ts'

const { values, positionals } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    seed: { type: 'string' },
    store: { type: 'string' },
  },
  allowPositionals: true,
})
const { quick, store } = values
const seed = Number(values.seed ?? Date.now() % 2 ** 31)
const chosen = positionals.length > 0 ? positionals : Object.keys(parts)
// A quick run proves little, so it never replaces the real report.
const folder = quick ? join(PROVE, 'report') : join(import.meta.dirname, 'report')

process.exitCode = await main()

async function main(): Promise<number> {
  const unknown = chosen.filter((name) => !parts[name])
  if (unknown.length > 0) {
    progress(`There is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}.`)
    return 1
  }
  if (!Number.isSafeInteger(seed)) {
    progress(`--seed takes an integer, not ${values.seed}.`)
    return 1
  }
  const machine = describeProof()
  const failed: string[] = []
  for (const name of chosen) {
    const part = parts[name] as Part
    progress(`${name}: ${part.about} (seed ${seed})`)
    const begun = performance.now()
    const startedAt = new Date().toISOString()
    const result = await runPart(name, part)
    if (!result || !holds(result)) failed.push(name)
    if (!result) continue
    const seconds = (performance.now() - begun) / 1_000
    const measured = { startedAt, seconds, quick, seed, machine, ...result }
    writePart(folder, Object.keys(parts), name, measured, renderReport)
    for (const { name, wanted, measured, held } of result.criteria) {
      process.stdout.write(`${held ? 'held  ' : 'MISSED'} ${measured} (${wanted})  ${name}\n`)
    }
    for (const finding of result.findings) process.stdout.write(`${finding}\n\n`)
  }
  if (failed.length > 0) progress(`FAILED: ${failed.join(', ')}.`)
  process.stdout.write(`report: ${join(folder, 'README.md')}\n`)
  return failed.length > 0 ? 1 : 0
}

/** Undefined if the part failed or exceeded its time. */
async function runPart(name: string, { minutes }: Part): Promise<PartResult | undefined> {
  const child = fork(join(import.meta.dirname, 'part.ts'), [name, JSON.stringify({ quick, seed, store })])
  const timer = setTimeout(() => {
    progress(`${name} takes longer than ${minutes} minutes: stopped`)
    child.kill('SIGTERM')
  }, minutes * 60_000)
  let result: PartResult | undefined
  child.on('message', (message) => {
    result = (message ?? undefined) as PartResult | undefined
  })
  await once(child, 'exit')
  clearTimeout(timer)
  return result
}
