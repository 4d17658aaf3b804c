/**
 * The report as JUnit XML: one suite for each operation. A check that was never reached counts as skipped. Where our
 * assumption is wrong, that is said in the output of a test that passes, unless the run was strict.
 */
import { wordVerdict } from '../../verdicts/verdict.ts'
import { type Item, isAssumption } from '../report.ts'
import type { Report } from '../verify.ts'
import { escapeMarkup } from './markup.ts'

export function renderJunit({ api, score, strict, milliseconds, items }: Report): string {
  const passes = (item: Item) => isAssumption(item) && !strict
  const suites = [...Map.groupBy(items, ({ operation }) => operation)]
  const counts = (of: readonly Item[]) =>
    `tests="${of.length}" failures="${of.filter((item) => item.outcome === 'failed' && !passes(item)).length}" ` +
    `skipped="${of.filter(({ outcome }) => outcome === 'unreached').length}"`
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escapeMarkup(`tvilling verify ${api}`)}" ${counts(items)} time="${milliseconds / 1_000}">`,
    `  <properties><property name="score" value="${score.percent}"/></properties>`,
    ...suites.flatMap(([operation, of]) => [
      `  <testsuite name="${escapeMarkup(`${api}.${operation}`)}" ${counts(of)}>`,
      ...of.map((item) => renderCase(api, item, passes(item))),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n')
}

function renderCase(api: string, item: Item, passes: boolean): string {
  const { operation, kind, name, outcome, verdict, reasons, example } = item
  const says = { answer: `answers ${name} as documented`, event: `sends ${name} as documented`, check: name }[
    kind
  ]
  const open = `    <testcase classname="${escapeMarkup(`${api}.${operation}`)}" name="${escapeMarkup(says)}"`
  if (outcome === 'held') return `${open}/>`
  const why = verdict ? [...reasons, wordVerdict(verdict)] : reasons
  const reason = escapeMarkup(why.join('; ') || 'never reached')
  if (outcome === 'unreached') return `${open}><skipped message="${reason}"/></testcase>`
  if (passes) return `${open}><system-out>${reason}</system-out></testcase>`
  const details = example ? `${example.request}\n\n${example.response}` : ''
  const type = verdict?.class ?? 'promise'
  return `${open}><failure type="${type}" message="${reason}">${escapeMarkup(details)}</failure></testcase>`
}
