/** The report as JUnit XML: one suite for each operation; a check that was never reached counts as skipped. */
import type { Item } from '../report.ts'
import type { Report } from '../verify.ts'
import { escapeMarkup } from './markup.ts'

export function renderJunit({ api, score, milliseconds, items }: Report): string {
  const suites = [...Map.groupBy(items, ({ operation }) => operation)]
  const counts = (of: readonly Item[]) =>
    `tests="${of.length}" failures="${of.filter(({ outcome }) => outcome === 'failed').length}" ` +
    `skipped="${of.filter(({ outcome }) => outcome === 'unreached').length}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeMarkup(`tvilling verify ${api}`)}" ${counts(items)} time="${milliseconds / 1_000}">`,
    `  <properties><property name="score" value="${score.percent}"/></properties>`,
    ...suites.flatMap(([operation, of]) => [
      `  <testsuite name="${escapeMarkup(`${api}.${operation}`)}" ${counts(of)}>`,
      ...of.map((item) => renderCase(api, item)),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n')
}

function renderCase(api: string, { operation, kind, name, outcome, reasons, example }: Item): string {
  const says = kind === 'answer' ? `answers ${name} as documented` : name
  const open = `    <testcase classname="${escapeMarkup(`${api}.${operation}`)}" name="${escapeMarkup(says)}"`
  if (outcome === 'held') return `${open}/>`
  const reason = escapeMarkup(reasons.join('; ') || 'never reached')
  if (outcome === 'unreached') return `${open}><skipped message="${reason}"/></testcase>`
  const details = example ? `${example.request}\n\n${example.response}` : ''
  return `${open}><failure message="${reason}">${escapeMarkup(details)}</failure></testcase>`
}
