/** The excerpt of an exchange that a report shows. */
import type { TargetExchange } from '../../src/simulator/verification.ts'

/** An exchange as a report shows it: shortened, without credentials. */
export interface Excerpt {
  request: string
  response: string
}

const SHOWN = 600

export function excerptOf({ request, response }: TargetExchange): Excerpt {
  const asked = [`${request.method} ${request.url}`, ...lines(request.headers), '', request.body]
  const answered = [String(response.status), ...lines(response.headers), '', response.text]
  return { request: shorten(asked), response: shorten(answered) }
}

function lines(headers: Record<string, string>): string[] {
  return Object.entries(headers)
    .filter(([name]) => !name.startsWith('x-tvilling-'))
    .map(([name, value]) => `${name}: ${name.toLowerCase() === 'authorization' ? hide(value) : value}`)
}

const hide = (value: string) => `${value.split(' ')[0]} …`

const SECRETS = /("(?:access_token|secret|client_secret)"\s*:\s*)"[^"]*"|((?:^|&)client_secret=)[^&\s]*/gm

function shorten(parts: string[]): string {
  const text = parts
    .join('\n')
    .trim()
    .replace(SECRETS, (_, json, form) => (json ? `${json}"…"` : `${form}…`))
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text
}
