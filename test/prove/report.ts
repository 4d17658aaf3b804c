/** The report of the proof, as Markdown. */

/** A claim that was put to the test. */
export interface Criterion {
  name: string
  wanted: string
  measured: string
  held: boolean
}

/** What one part has found. */
export interface PartResult {
  /** How much was done. */
  counts: Record<string, number>
  criteria: Criterion[]
  /** Counterexamples, requests with a wrong answer, surviving mutants: each repeats with the seed. */
  findings: string[]
  notes: string[]
}

export interface PartReport extends PartResult {
  startedAt: string
  seconds: number
  quick: boolean
  seed: number
  machine: Readonly<Record<string, string>>
}

/** The results by part. Each part has its own time, since parts can run alone. */
export interface Report {
  parts: Record<string, PartReport>
}

/** Whether a part proved what it is about. */
export const holds = ({ criteria }: PartResult): boolean =>
  criteria.length > 0 && criteria.every(({ held }) => held)

export function renderReport({ parts }: Report): string {
  const all = Object.entries(parts)
  const rows = all.flatMap(([part, { criteria }]) =>
    criteria.map(({ name, wanted, measured, held }) => [
      part,
      name,
      measured,
      wanted,
      held ? 'held' : '**missed**',
    ]),
  )
  const blocks = [
    '# What was proved',
    'Written by `npm run prove`; [how it is proved](../README.md). The raw values are in [report.json](report.json).',
    ...(all.some(([, { quick }]) => quick)
      ? ['**Parts of this were a quick run: they show that the proof works, and little else.**']
      : []),
    markdownTable(['part', 'claim', 'measured', 'wanted', ''], rows),
    ...all.flatMap(([name, part]) => renderPart(name, part)),
  ]
  return `${blocks.join('\n\n')}\n`
}

function renderPart(name: string, part: PartReport): string[] {
  const { startedAt, seconds, quick, seed, machine, counts, findings, notes } = part
  const versions = Object.entries(machine).map(([what, value]) => `${what} ${value}`)
  return [
    `## ${name}`,
    `${startedAt}, ${Math.round(seconds)} s, seed ${seed}${quick ? ', quick run' : ''}. ${versions.join('; ')}.`,
    markdownTable(
      ['', 'count'],
      Object.entries(counts).map(([what, count]) => [what, count.toLocaleString('en-US')]),
    ),
    ...(notes.length > 0 ? [notes.map((note) => `- ${note}`).join('\n')] : []),
    ...findings.map((finding) => `\`\`\`text\n${finding.replaceAll('```', "'''")}\n\`\`\``),
  ]
}

function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}
