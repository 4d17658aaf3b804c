/** Exchanges as a person reads them, for the output of a test that failed. */
import type { Exchange } from './journal.ts'

const LONGEST = 600

/** One paragraph an exchange, oldest first; empty when there are none. */
export function explainExchanges(exchanges: readonly Exchange[]): string {
  return exchanges.map(explainExchange).join('\n')
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
