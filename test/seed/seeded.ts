/** Harnesses with seed data, and a small client of their APIs. */
import { createHarness, type Harness, type HarnessOptions } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { onTestFinished } from 'vitest'
import { parse } from 'yaml'
import { blockOf } from './page.ts'

export const START = '2026-01-01T08:00:00Z'

/** Seed data as somebody without types has it. */
// biome-ignore lint/suspicious/noExplicitAny: tests write mistakes as well
export type AnySeed = any

export const example: AnySeed = parse(blockOf('yaml'))

/** A harness of all simulators, closed when the test is over. It has no network. */
export async function seeded(seedData: AnySeed, options: Partial<HarnessOptions> = {}): Promise<Harness> {
  const harness = await createHarness({ simulators, now: START, seedData, ...options } as never)
  onTestFinished(() => (harness as Harness).close())
  return harness as Harness
}

const TOKENS: Readonly<Record<string, string>> = {
  'https://api.bisnode.com': 'https://login.bisnode.com/as/token.oauth2',
  'https://api.roaring.io': 'https://api.roaring.io/token',
  'https://aml.bankidapis.no': 'https://auth.bankid.no/auth/realms/prod/protocol/openid-connect/token',
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into whatever was answered
type Json = any

/** Gets JSON as a client. */
export async function get(
  { fetch }: Pick<Harness, 'fetch'>,
  url: string,
  client = 'tvilling',
  secret = client,
): Promise<Json> {
  const { origin } = new URL(url)
  const granted = await fetch(TOKENS[origin] as string, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${client}:${secret}`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: 'grant_type=client_credentials',
  })
  const { access_token } = (await granted.json()) as { access_token: string }
  const response = await fetch(url, { headers: { authorization: `Bearer ${access_token}` } })
  return response.json()
}
