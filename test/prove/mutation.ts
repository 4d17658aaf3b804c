/** Mutation testing of state graphs, authorization and page tokens, with Stryker. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { PROVE, ROOT } from './folders.ts'
import type { PartResult } from './report.ts'
import type { Scale } from './scale.ts'

/** Percent of the mutants that the tests must notice. */
const LEAST = 85
const CONFIG = 'test/prove/mutation/stryker.config.json'
const QUICK = 'src/simulator/page-token.ts'

interface Mutant {
  status: 'Killed' | 'Survived' | 'NoCoverage' | 'Timeout' | 'CompileError' | 'RuntimeError' | 'Ignored'
  mutatorName: string
  replacement?: string
  location: { start: { line: number; column: number }; end: { line: number; column: number } }
}

interface MutationReport {
  files: Record<string, { source: string; mutants: Mutant[] }>
}

export async function proveMutation({ quick }: Scale): Promise<PartResult> {
  mkdirSync(PROVE, { recursive: true })
  const file = join(PROVE, 'mutation.json')
  rmSync(file, { force: true })
  const words = ['run', CONFIG, ...(quick ? ['--mutate', QUICK] : [])]
  const stryker = spawn(
    process.execPath,
    [join(ROOT, 'node_modules/@stryker-mutator/core/bin/stryker.js'), ...words],
    { cwd: ROOT, stdio: ['ignore', 2, 2] },
  )
  await once(stryker, 'close')
  if (!existsSync(file)) throw new Error('Stryker wrote no report.')
  const { files } = JSON.parse(readFileSync(file, 'utf8')) as MutationReport
  const counts: Record<string, number> = {}
  const findings: string[] = []
  const criteria = Object.entries(files).map(([name, { source, mutants }]) => {
    const valid = mutants.filter(
      ({ status }) => !['CompileError', 'RuntimeError', 'Ignored'].includes(status),
    )
    const noticed = valid.filter(({ status }) => status === 'Killed' || status === 'Timeout')
    const survivors = valid.filter((mutant) => !noticed.includes(mutant))
    counts[`${name}: mutants`] = valid.length
    counts[`${name}: survived`] = survivors.length
    if (survivors.length > 0)
      findings.push(`${name}\n${survivors.map((one) => describe(one, source)).join('\n')}`)
    const score = (100 * noticed.length) / valid.length
    return {
      name: `the tests notice mutants of ${name}`,
      wanted: `at least ${LEAST} %`,
      measured: `${score.toFixed(1)} % of ${valid.length}`,
      held: score >= LEAST,
    }
  })
  return { counts, criteria, findings, notes: ['The findings are the mutants that no test notices.'] }
}

function describe({ status, location: { start, end }, replacement = '' }: Mutant, source: string): string {
  const lines = source.split('\n')
  const line = lines[start.line - 1] ?? ''
  const from =
    start.line === end.line ? line.slice(start.column - 1, end.column - 1) : line.slice(start.column - 1)
  const short = (text: string) => text.replace(/\s+/g, ' ').slice(0, 70)
  return `${start.line}:${start.column} ${short(from)} → ${short(replacement)}${status === 'NoCoverage' ? ' (no test)' : ''}`
}
