/** Generates parts of pages: in the README the number of facts by evidence, in others the figures of the bench. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { simulators } from '../mocks/index.ts'
import { type Report, renderSummary, renderTables } from '../test/bench/report.ts'
import type { Promised } from './pages.ts'

const file = join(dirname(import.meta.dirname), 'README.md')
const measured = join(dirname(import.meta.dirname), 'test/bench/report/report.json')
const LEVELS = ['seed', 'public', 'assumed']

/** The README with its generated parts updated. */
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

/** The page of the bench with its results. */
export async function bench(): Promise<[path: string, text: string]> {
  const page = join(dirname(import.meta.dirname), 'test/bench/README.md')
  const shown = `<!-- bench -->\n${renderSummary(await readReport())}<!-- /bench -->`
  const text = await readFile(page, 'utf8')
  return [page, text.replace(/<!-- bench -->[\s\S]*?<!-- \/bench -->/, () => shown)]
}

/** The page about replicas with what the bench measured of them. */
export async function replicas(): Promise<[path: string, text: string]> {
  const page = join(dirname(import.meta.dirname), 'server/tenants/replicas.md')
  const shown = `<!-- bench replicas -->\n${renderTables(await readReport(), 'replicas')}<!-- /bench replicas -->`
  const text = await readFile(page, 'utf8')
  return [page, text.replace(/<!-- bench replicas -->[\s\S]*?<!-- \/bench replicas -->/, () => shown)]
}

/** The report of `npm run bench`; undefined if there is none. */
async function readReport(): Promise<Report | undefined> {
  return existsSync(measured) ? JSON.parse(await readFile(measured, 'utf8')) : undefined
}
