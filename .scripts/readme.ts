/** Generates parts of the README: the count of facts by evidence, and the links to the pages. */
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { simulators } from '../mocks/index.ts'
import type { Promised } from './pages.ts'

const file = join(dirname(import.meta.dirname), 'README.md')
const LEVELS = ['seed', 'public', 'assumed']

/** The README with its generated parts renewed. */
export async function readme(promised: ReadonlyMap<string, Promised>): Promise<[path: string, text: string]> {
  const rows = simulators.map(({ name, definition }) => {
    const facts = (promised.get(name)?.facts ?? []) as { evidence: string }[]
    const counts = LEVELS.map((level) => facts.filter(({ evidence }) => evidence === level).length)
    return `| [${name}](mocks/${name}/README.md) | ${definition.provider} | ${counts.join(' | ')} |`
  })
  const head = '| simulator | provider | seed | public | assumed |\n| --- | --- | --- | --- | --- |\n'
  const text = await readFile(file, 'utf8')
  return [file, text.replace(/\| simulator \| provider [\s\S]*?\n\n/, `${head}${rows.join('\n')}\n\n`)]
}
