/** The report as one HTML file without further resources. */
import { wordVerdict } from '../../verdicts/verdict.ts'
import { type Item, isAssumption } from '../report.ts'
import type { Report } from '../verify.ts'
import { escapeMarkup } from './markup.ts'

const STYLE = `
  :root { color-scheme: light dark; --held: #1a7f37; --failed: #cf222e; --unreached: #9a6700; --assumed: #8250df }
  body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
  .score { font-size: 2.5rem; font-weight: 600 }
  table { border-collapse: collapse; width: 100%; margin: 1rem 0 }
  th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #8884 }
  .held { color: var(--held) } .failed { color: var(--failed) } .unreached { color: var(--unreached) }
  .assumed { color: var(--assumed) }
  pre { overflow-x: auto; background: #8881; padding: .6rem; white-space: pre-wrap; word-break: break-word }
`

const WORDS = { held: '✓ held', failed: '✗ failed', unreached: '– never reached' } as const

export function renderHtml(report: Report): string {
  const { title, version, api, url, score, seed, runs, requests, items } = report
  const heading = escapeMarkup(`${title} ${version}`)
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${heading}: ${score.percent} %</title>
<style>${STYLE}</style>
<h1>${heading}</h1>
<p class="score">${score.percent} %</p>
<p>${score.held} held of ${score.total}, <span class="failed">${score.failed} failed</span>,
<span class="assumed">${score.assumed} where our assumption is wrong</span>,
<span class="unreached">${score.unreached} never reached</span>; ${requests} requests to ${escapeMarkup(url)}.
Repeat with <code>tvilling verify --api ${api} --seed ${seed} --runs ${runs}</code>.</p>
${[...Map.groupBy(items, ({ operation }) => operation)].map(renderGroup).join('\n')}
</html>
`
}

function renderGroup([operation, items]: [string, Item[]]): string {
  return `<h2>${escapeMarkup(operation)}</h2>
<table>
<tr><th scope="col">Status or check<th scope="col">Outcome<th scope="col">Answers</tr>
${items.map(renderItem).join('\n')}
</table>`
}

function renderItem(item: Item): string {
  const { name, outcome, exercised, forced, reasons, example, verdict } = item
  const said = verdict ? [...reasons, wordVerdict(verdict)] : reasons
  const why = said.map((reason) => `<br>${escapeMarkup(reason)}`).join('')
  const [style, words] = isAssumption(item) ? ['assumed', '≠ assumed'] : [outcome, WORDS[outcome]]
  const excerpt = example
    ? `<details><summary>Request and response</summary><pre>${escapeMarkup(example.request)}</pre>` +
      `<pre>${escapeMarkup(example.response)}</pre></details>`
    : ''
  const how = forced ? ' by a declared fault' : ''
  return (
    `<tr><td>${escapeMarkup(name)}${why}${excerpt}` +
    `<td class="${style}">${words}<td>${exercised}${how}</tr>`
  )
}
