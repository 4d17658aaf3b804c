/** The same test through every door: in process, and over HTTP against a real server. */
import { type Control, connect, createHarness, type HarnessOptions } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, test } from 'vitest'

export interface Door {
  /** Calls a provider's URL, such as `https://api.roaring.io/token`; over HTTP the origin is swapped. */
  fetch(url: string, init?: RequestInit): Promise<Response>
  control: Control
}

export type DoorOptions = Omit<Partial<HarnessOptions>, 'onDefect' | 'store' | 'tenant'>

type Opened = Door & { close(): Promise<void> }

const START = '2026-01-01T00:00:00Z'

async function inProcess(options: DoorOptions): Promise<Opened> {
  const harness = await createHarness({ simulators, now: START, ...options })
  return { fetch: harness.fetch, control: harness, close: harness.close }
}

async function overHttp(options: DoorOptions): Promise<Opened> {
  const defects: unknown[] = []
  const server = await startServer({
    port: 0,
    harness: { simulators, now: START, ...options, onDefect: (error) => defects.push(error) },
  })
  return {
    fetch(url, init) {
      const { pathname, search } = new URL(url)
      return fetch(`${server.url}${pathname}${search}`, init)
    },
    control: connect(server.url),
    async close() {
      await server.close()
      expect(defects).toEqual([])
    },
  }
}

const DOORS = { 'in process': inProcess, 'over HTTP': overHttp }

/** Runs a test once through each door; the world starts at 2026-01-01T00:00:00Z on a manual clock. */
export function eachDoor(title: string, run: (door: Door) => Promise<void>, options: DoorOptions = {}): void {
  for (const [name, open] of Object.entries(DOORS)) {
    test(`${title} (${name})`, async () => {
      const door = await open(options)
      try {
        await run(door)
      } finally {
        await door.close()
      }
    })
  }
}
