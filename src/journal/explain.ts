/** Exchanges as text for people, such as in the output of a failed test. */
import { toIso } from '../harness/clock.ts'
import type { Exchange, Journal, JournalFilter } from './journal.ts'

const LONGEST = 600

/** One paragraph for each exchange, oldest first. */
export function explainExchanges(exchanges: readonly Exchange[]): string {
  return exchanges.map(explainExchange).join('\n')
}

/** Like `explainExchanges`. Without a filter it also shows what control did in between. */
export async function explainJournal(
  journal: Pick<Journal, 'find' | 'contents'>,
  filter: JournalFilter = {},
): Promise<string> {
  const shown = await journal.find(filter)
  if (Object.values(filter).some((value) => value !== undefined)) return explainExchanges(shown)
  const { exchanges, events } = await journal.contents()
  const turns = new Map(exchanges.map(({ id, turn = 0 }) => [id, turn]))
  const paragraphs = shown.map((exchange) => ({
    turn: turns.get(exchange.id) ?? 0,
    text: explainExchange(exchange),
  }))
  for (const event of events) {
    if (event.kind !== 'control') continue
    const input = event.input.map((value) => JSON.stringify(value)).join(', ')
    paragraphs.push({
      turn: event.turn,
      text: `-- ${toIso(event.at)} control: ${event.action}(${shorten(input)})`,
    })
  }
  return paragraphs
    .sort((a, b) => a.turn - b.turn)
    .map(({ text }) => text)
    .join('\n')
}

function explainExchange({
  id,
  at,
  operation,
  simulator,
  request,
  response,
  reason,
  breaches,
}: Exchange): string {
  const what = operation ? `${simulator}.${operation}` : 'no operation'
  const lines = [`#${id} ${at} ${request.method} ${request.url} -> ${response.status} (${what})`]
  if (reason) lines.push(`   because: ${reason}`)
  if (request.body) lines.push(`   sent:    ${shorten(request.body)}`)
  if (response.body) lines.push(`   got:     ${shorten(response.body)}`)
  for (const breach of breaches) lines.push(`   breach:  ${breach}`)
  return lines.join('\n')
}

function shorten(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length} characters)`
}
