import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type Report, renderReport, renderSummary, renderTables } from '../bench/report.ts'

const folder = 'test/bench/report'

function readReport(): Report | undefined {
  const file = `${folder}/report.json`
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

test('the page of the bench tells what the report of the bench tells, and nothing else', () => {
  const [, shown] =
    /<!-- bench -->\n([\s\S]*?)<!-- \/bench -->/.exec(readFileSync('test/bench/README.md', 'utf8')) ?? []
  expect(shown).toBe(renderSummary(readReport()))
})

test('the page about several servers tells what the report tells of them', () => {
  const page = readFileSync('server/tenants/replicas.md', 'utf8')
  const [, shown] = /<!-- bench replicas -->\n([\s\S]*?)<!-- \/bench replicas -->/.exec(page) ?? []
  expect(shown).toBe(renderTables(readReport(), 'replicas'))
})

test('the page of the report is that of its raw values, of no quick run', () => {
  const report = readReport()
  const page = existsSync(`${folder}/README.md`) ? readFileSync(`${folder}/README.md`, 'utf8') : undefined
  expect(page).toBe(report && renderReport(report))
  const parts = Object.entries(report?.parts ?? {})
  expect(parts.filter(([, { quick }]) => quick).map(([name]) => name)).toEqual([])
})
