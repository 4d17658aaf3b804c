/** Runs a test of control in process, over HTTP, and over HTTP to a tenant: the results must be the same. */
import { type Control, connect, createHarness, UsageError } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, test } from 'vitest'

export interface Place {
  control: Control
  /** Calls a provider's URL. */
  fetch(url: string, init?: RequestInit): Promise<Response>
}

type Opened = Place & { close(): Promise<void> }

const START = '2026-01-01T00:00:00Z'

async function inProcess(): Promise<Opened> {
  const harness = await createHarness({ simulators, now: START })
  return { control: harness, fetch: harness.fetch, close: harness.close }
}

async function overHttp(tenant?: string): Promise<Opened> {
  const server = await startServer({ port: 0, harness: { simulators, now: START } })
  const base = tenant ? `${server.url}/t/${tenant}` : server.url
  return {
    control: connect(server.url, { ...(tenant !== undefined && { tenant }) }),
    fetch: (url, init) => fetch(`${base}${new URL(url).pathname}${new URL(url).search}`, init),
    close: server.close,
  }
}

const PLACES = {
  'in process': inProcess,
  'over HTTP': () => overHttp(),
  'over HTTP, to a tenant': () => overHttp('team-a'),
}

/** Runs a test in each of them. */
export function everywhere(title: string, run: (place: Place) => Promise<void>): void {
  for (const [name, open] of Object.entries(PLACES)) {
    test(`${title} (${name})`, async () => {
      const { close, ...place } = await open()
      try {
        await run(place)
      } finally {
        await close()
      }
    })
  }
}

export interface Mistake {
  status: number
  message: string
}

/** Expects that a mistake gives a UsageError with the same message everywhere, and changes nothing. */
export function refused(
  title: string,
  say: (control: Control) => Promise<unknown>,
  { status, message }: Mistake,
): void {
  everywhere(title, async ({ control }) => {
    const error: unknown = await say(control).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(UsageError)
    expect(error).toMatchObject({ name: 'UsageError', status, message })
  })
}
