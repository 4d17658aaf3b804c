/** The report as text for a terminal: a line for each operation, then what failed and what was never reached. */
import { type Paint, plain } from '../../cli/colours.ts'
import { wordVerdict } from '../../verdicts/verdict.ts'
import { type Item, isAssumption } from '../report.ts'
import type { Report } from '../verify.ts'

const MARKS = { held: '✓', failed: '✗', unreached: '–' } as const

const COLOURS = { held: 'green', failed: 'red', unreached: 'yellow' } as const

export function renderTable(report: Report, paint: Paint = plain): string {
  const { api, title, version, url, score, seed, runs, requests, milliseconds, items } = report
  const groups = [...Map.groupBy(items, ({ operation }) => operation)]
  const width = Math.max(...groups.map(([operation]) => operation.length))
  const lines = groups.map(([operation, of]) => {
    const answers = of.filter(({ kind }) => kind !== 'check')
    const checks = of.filter(({ kind }) => kind === 'check')
    const statuses = answers.map(({ name, outcome, forced }) =>
      paint(COLOURS[outcome], `${name}${MARKS[outcome]}${forced ? '*' : ''}`),
    )
    const held = checks.filter(({ outcome }) => outcome === 'held').length
    const counts = `checks ${held}/${checks.length}`
    return `  ${operation.padEnd(width)}  ${statuses.join(' ')}${checks.length > 0 ? `  ${counts}` : ''}`
  })
  const failed = items.filter((item) => item.outcome === 'failed' && !isAssumption(item))
  const assumed = items.filter(isAssumption)
  const unreached = items.filter(({ outcome }) => outcome === 'unreached')
  return [
    `${title} ${version} (${api}) at ${url}`,
    '',
    ...lines,
    '',
    ...(items.some(({ forced }) => forced) ? ['  * by a fault that was declared for it', ''] : []),
    ...section('Failed: breaks what the provider promises', failed.map(wordFailed)),
    ...section('Our assumption is wrong', assumed.map(wordFailed)),
    ...section('Never reached', unreached.map(wordUnreached)),
    `${paint('bold', `${score.percent} %`)}: ${score.held} held of ${score.total}, ${score.failed} failed, ${wordAssumed(score.assumed)}${score.unreached} never reached ` +
      `(${requests} requests, ${(milliseconds / 1_000).toFixed(1)} s; repeat with --seed ${seed} --runs ${runs})`,
    '',
  ].join('\n')
}

const wordAssumed = (count: number) => (count === 0 ? '' : `${count} where our assumption is wrong, `)

function section(title: string, entries: string[]): string[] {
  return entries.length === 0 ? [] : [`${title}:`, ...entries, '']
}

/** An item in one line, without its outcome. */
export function wordItem({ operation, kind, name }: Item): string {
  return kind === 'check' ? `${operation}: ${name}` : `${operation} ${name}`
}

function wordFailed(item: Item): string {
  const { reasons, example, verdict } = item
  const lines = [`  ✗ ${wordItem(item)}`, ...reasons.map((reason) => `      ${reason}`)]
  if (verdict) lines.push(`      ${wordVerdict(verdict)}`)
  if (example) lines.push(indent('> ', example.request))
  if (example?.response) lines.push(indent('< ', example.response))
  return lines.join('\n')
}

function wordUnreached(item: Item): string {
  const [reason] = item.reasons
  return `  – ${wordItem(item)}${reason ? ` (${reason})` : ''}`
}

function indent(mark: string, text: string): string {
  return text
    .split('\n')
    .map((line) => `      ${mark}${line}`)
    .join('\n')
}
