/** A harness in this process, with consumers in it. */
import { createHarness, type Harness, type HarnessOptions } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { PAGE, TOKEN_REQUEST } from './twin.ts'

export const NOW = '2026-01-01T00:00:00Z'
export const ORIGIN = 'https://api.bisnode.com'
/** A page of ten consumers, at the provider's own address. */
export const PAGE_URL = `${ORIGIN}${PAGE}`

/** With all five simulators. */
export function newHarness(options: Partial<HarnessOptions> = {}): Promise<Harness> {
  return createHarness({ simulators, now: NOW, ...options })
}

/** Headers with a token of the client with all permissions. */
export async function authorized(harness: Harness): Promise<{ authorization: string }> {
  const { path, headers, body } = TOKEN_REQUEST
  const response = await harness.fetch(`https://login.bisnode.com${path}`, { method: 'POST', headers, body })
  if (!response.ok) throw new Error(`The token endpoint answered ${response.status}.`)
  return { authorization: `Bearer ${((await response.json()) as { access_token: string }).access_token}` }
}

/** Adds consumers in batches, numbered from `from`. Their ids have nearly the same length, so that pages have it too. */
export async function addConsumers(harness: Harness, count: number, from = 0): Promise<void> {
  for (let done = 0; done < count; done += 10_000) {
    const size = Math.min(10_000, count - done)
    const prefix = `bench-${String(from + done).padStart(7, '0')}-`
    await harness.scenarios.load('consumers-uploaded', { count: size, prefix })
  }
}

/** @throws Error if the answer is not successful. */
export async function textOf(answer: Response | Promise<Response>): Promise<string> {
  const response = await answer
  const text = await response.text()
  if (!response.ok) throw new Error(`${response.status}: ${text}`)
  return text
}
