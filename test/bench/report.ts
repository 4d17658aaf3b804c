/** The report of the bench, as Markdown and as the tables of the page of the bench. */
import { type Limit, median, pairedRatio, type Series, type TargetResult } from './statistics.ts'

/** Several series side by side. */
export interface Table {
  title: string
  rows: Series[]
  /** Name of the row that the others are divided by. */
  comparedTo?: string
  note?: string
}

/** What one part has measured. */
export interface PartResult {
  targets: TargetResult[]
  tables: Table[]
  notes: string[]
}

/** The machine and the versions that a part ran on. */
export type Machine = Readonly<Record<string, string>>

export interface PartReport extends PartResult {
  startedAt: string
  seconds: number
  /** Short rounds and small stores: it shows that a part works, but not its speed. */
  quick: boolean
  machine: Machine
}

/** The results by part. Each part has its own time, since parts can run alone. */
export interface Report {
  parts: Record<string, PartReport>
}

export const NO_REPORT = 'Not measured yet: `npm run bench` writes the report that this table comes from.\n'

/** The report as a page. */
export function renderReport(report: Report): string {
  const parts = Object.entries(report.parts)
  const blocks = [
    '# What Tvilling costs',
    'Written by `npm run bench`; [how it is measured](../README.md). The raw values are in [report.json](report.json).',
    ...(parts.some(([, { quick }]) => quick)
      ? ['**Parts of this were a quick run: they show that the bench works, and nothing about speed.**']
      : []),
    '## Targets',
    renderTargets(report),
    ...parts.flatMap(([name, part]) => renderPart(name, part)),
  ]
  return `${blocks.join('\n\n')}\n`
}

/** The tables of the page: every target, then the peers. */
export function renderSummary(report: Report | undefined): string {
  if (!report) return NO_REPORT
  const quietPeers = report.parts['peers']?.tables.filter(({ comparedTo }) => comparedTo !== undefined) ?? []
  const blocks = [
    renderTargets(report),
    ...quietPeers.flatMap(({ title, ...table }) => [`${title}:`, renderTable(table)]),
  ]
  return `${blocks.join('\n\n')}\n`
}

/** The tables of one part, for a page about what it measures. */
export function renderTables(report: Report | undefined, part: string): string {
  const tables = report?.parts[part]?.tables
  if (!tables) return NO_REPORT
  return `${tables.flatMap(({ title, ...table }) => [`${title}:`, renderTable(table)]).join('\n\n')}\n`
}

function renderTargets(report: Report): string {
  const rows = Object.values(report.parts)
    .flatMap(({ targets }) => targets)
    .map(({ name, measured, unit, limit, held }) => [
      name,
      quantity(measured, unit),
      `${limitWords(limit)}${unit && ` ${unit}`}`,
      held ? 'held' : '**missed**',
    ])
  return markdownTable(['target', 'measured', 'wanted', ''], rows)
}

function renderPart(name: string, part: PartReport): string[] {
  const { startedAt, seconds, quick, machine, tables, notes } = part
  const versions = Object.entries(machine).map(([what, value]) => `${what} ${value}`)
  return [
    `## ${name}`,
    `${startedAt}, ${Math.round(seconds)} s${quick ? ', quick run' : ''}. ${versions.join('; ')}.`,
    ...tables.flatMap(({ title, ...table }) => [
      `### ${title}`,
      renderTable(table),
      ...(table.note ? [table.note] : []),
    ]),
    ...(notes.length > 0 ? [notes.map((note) => `- ${note}`).join('\n')] : []),
  ]
}

function renderTable({ rows, comparedTo }: Omit<Table, 'title'>): string {
  const base = rows.find(({ name }) => name === comparedTo)
  const once = rows.every(({ values }) => values.length === 1)
  const head = [
    ...(once ? ['measured'] : ['median', 'least', 'most', 'rounds']),
    ...(base ? [`of ${base.name}`] : []),
  ]
  const lines = rows.map((row) => [
    row.name,
    quantity(median(row.values), row.unit),
    ...(once
      ? []
      : [
          quantity(Math.min(...row.values), ''),
          quantity(Math.max(...row.values), ''),
          String(row.values.length),
        ]),
    ...(base ? [comparison(row, base)] : []),
  ])
  return markdownTable(['', ...head], lines)
}

/** Compares by rounds if both have the same number of rounds, otherwise by medians. */
function comparison(row: Series, base: Series): string {
  const paired = row.values.length === base.values.length
  return quantity(paired ? pairedRatio(row, base) : median(row.values) / median(base.values), '')
}

function limitWords(limit: Limit): string {
  return 'atLeast' in limit ? `at least ${limit.atLeast}` : `at most ${limit.atMost}`
}

/** Three significant digits; from 1,000 on an integer with commas. */
export function quantity(value: number, unit: string): string {
  const short = Number(value.toPrecision(3))
  const text = Math.abs(short) >= 1_000 ? Math.round(value).toLocaleString('en-US') : String(short)
  return unit ? `${text} ${unit}` : text
}

function markdownTable(head: readonly string[], rows: readonly string[][]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
