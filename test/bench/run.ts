/**
 * `npm run bench` runs all parts, `npm run bench -- http peers` some of them; `--quick` shows in a few minutes that they
 * work. Each run replaces the results of its parts in the report. It exits with 1 if a part failed: a missed target is a
 * result, not a failure.
 */
import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writePart } from '../report-file.ts'
import { BENCH } from './folders.ts'
import { describeMachine } from './machine.ts'
import { buildPackage } from './package.ts'
import { type Part, parts } from './parts.ts'
import { type PartResult, quantity, renderReport } from './report.ts'
import { progress } from './scale.ts'
import { LOAD_CORE, SERVER_CORE } from './server-process.ts'

const { values, positionals } = parseArgs({
  options: { quick: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const { quick } = values
const chosen = positionals.length > 0 ? positionals : Object.keys(parts)
// A quick run does not show the speed, so it never replaces the real report.
const folder = quick ? join(BENCH, 'report') : join(import.meta.dirname, 'report')

process.exitCode = await main()

async function main(): Promise<number> {
  const unknown = chosen.filter((name) => !parts[name])
  if (unknown.length > 0) {
    progress(`There is no part ${unknown.join(', ')}; there are ${Object.keys(parts).join(', ')}.`)
    return 1
  }
  progress('building the package')
  buildPackage()
  const machine = describeMachine()
  const failed: string[] = []
  for (const name of chosen) {
    const part = parts[name] as Part
    progress(`${name}: ${part.about}`)
    const begun = performance.now()
    const startedAt = new Date().toISOString()
    const result = await runPart(name, part)
    if (!result) {
      failed.push(name)
      continue
    }
    const seconds = (performance.now() - begun) / 1_000
    const measured = { startedAt, seconds, quick, machine, ...result }
    writePart(folder, Object.keys(parts), name, measured, renderReport)
    for (const { name, measured, unit, limit, held } of result.targets) {
      const wanted = 'atLeast' in limit ? `at least ${limit.atLeast}` : `at most ${limit.atMost}`
      process.stdout.write(`${held ? 'held  ' : 'MISSED'} ${quantity(measured, unit)} (${wanted})  ${name}\n`)
    }
  }
  if (failed.length > 0) progress(`FAILED: ${failed.join(', ')}. The report still has what it knew of them.`)
  process.stdout.write(`report: ${join(folder, 'README.md')}\n`)
  return failed.length > 0 ? 1 : 0
}

/** Undefined if the part failed or exceeded its time. */
async function runPart(name: string, { core, minutes }: Part): Promise<PartResult | undefined> {
  const child = fork(join(import.meta.dirname, 'part.ts'), [name, ...(quick ? ['--quick'] : [])], {
    execArgv: [...process.execArgv, '--expose-gc'],
  })
  execFileSync('taskset', ['-cp', core === 'server' ? SERVER_CORE : LOAD_CORE, String(child.pid)], {
    stdio: 'ignore',
  })
  const timer = setTimeout(() => {
    progress(`${name} takes longer than ${minutes} minutes: stopped`)
    child.kill('SIGTERM')
  }, minutes * 60_000)
  let result: PartResult | undefined
  child.on('message', (message) => {
    result = message as PartResult
  })
  await once(child, 'exit')
  clearTimeout(timer)
  return result
}
