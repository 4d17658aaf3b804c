/** The report of `npm run peers`. */
import type { Exception } from './exceptions.ts'
import type { Peer } from './peer.ts'

export interface Checked {
  checks: number
  /** What neither the contract nor the twin should have. */
  findings: string[]
  excepted: { exception: Exception; count: number }[]
}

/** By peer, then by contract; a peer that could not run has the reason. */
export type Results = Map<Peer, Map<string, Checked> | string>

export function renderReport(results: Results, contracts: readonly string[]): string {
  const rows = [...results].map(([peer, result]) =>
    typeof result === 'string'
      ? [peer.name, ...contracts.map(() => ''), result]
      : [peer.name, ...contracts.map((name) => cell(result.get(name))), peer.about],
  )
  const table = [
    ['tool', ...contracts, 'what is checked'],
    ['---', ...contracts.map(() => '---:'), '---'],
    ...rows,
  ]
  return [
    '# Other tools on the contracts and the twins',
    '',
    'Written by `npm run peers`. Each cell: what held of what was checked; in brackets what is excepted, with the reason',
    'in `exceptions.yaml` beside the contract.',
    '',
    ...table.map((cells) => `| ${cells.join(' | ')} |`),
    '',
    `Versions: ${[...new Set([...results.keys()].flatMap(({ packages }) => packages))].join(', ')}.`,
    '',
    ...section('What does not hold', [...results].flatMap(findings)),
    ...section('Exceptions', [...results].flatMap(exceptions)),
  ].join('\n')
}

function cell(checked: Checked | undefined): string {
  if (!checked) return ''
  const { checks, findings, excepted } = checked
  const count = excepted.reduce((sum, each) => sum + each.count, 0)
  const held = Math.max(0, checks - findings.length - (checks > 1 ? count : 0))
  return `${held} of ${checks}${count > 0 ? ` (${count})` : ''}`
}

function findings([peer, result]: [Peer, Map<string, Checked> | string]): string[] {
  if (typeof result === 'string') return []
  return [...result].flatMap(([name, checked]) =>
    checked.findings.map((finding) => `- ${peer.name}, ${name}: ${oneLine(finding)}`),
  )
}

function exceptions([peer, result]: [Peer, Map<string, Checked> | string]): string[] {
  if (typeof result === 'string') return []
  return [...result].flatMap(([name, { excepted }]) =>
    excepted.map(
      ({ exception, count }) =>
        `- ${peer.name}, ${name}, ${count} times \`${exception.finding}\`: ${exception.reason}`,
    ),
  )
}

const section = (title: string, lines: string[]) =>
  lines.length > 0 ? [`## ${title}`, '', ...lines, ''] : []

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').slice(0, 400)
