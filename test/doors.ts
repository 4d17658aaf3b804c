/** The same test through every door: in process, over HTTP against a real server, and through MSW. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { type Control, connect, createHarness, type HarnessOptions } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { startServer, tvilling } from 'tvilling/server'
import { expect, test } from 'vitest'
import { loadMsw, type MswVersion, START } from './msw/versions.ts'
import { suiteServer } from './postgres/database.ts'
import { startTwoReplicas } from './prove/replicas/two-replicas.ts'
import { expectSameReplay } from './replayed.ts'

export interface Door {
  /** Calls a provider's URL, such as `https://api.roaring.io/token`; over HTTP the origin is swapped. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
  control: Control
}

export type DoorOptions = Omit<Partial<HarnessOptions>, 'onDefect' | 'store' | 'tenant'>

type Opened = Door & { close(): Promise<void> }

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
    fetch: (input, init) => fetchAt(server.url, input, init),
    control: connect(server.url),
    async close() {
      await server.close()
      expect(defects).toEqual([])
    },
  }
}

/** At a path of an Express application that has routes of its own. */
async function inExpress(options: DoorOptions): Promise<Opened> {
  const harness = await createHarness({ simulators, now: START, ...options })
  const app = express()
  app.disable('x-powered-by')
  app.use('/registries', tvilling(harness, { unmatched: 'answer' }))
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/registries`
  return {
    fetch: (input, init) => fetchAt(base, input, init),
    control: harness,
    async close() {
      harness.hangUp()
      server.closeAllConnections()
      server.close()
      await harness.close()
    },
  }
}

function fetchAt(base: string, input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const { pathname, search } = new URL(input instanceof Request ? input.url : input)
  const url = `${base}${pathname}${search}`
  return fetch(input instanceof Request ? new Request(url, input) : url, init)
}

/** Through MSW: the application calls the provider's real URL. */
async function throughMsw(version: MswVersion, options: DoorOptions): Promise<Opened> {
  const { handlers, setupServer, unhandled } = await loadMsw(version)
  const harness = await createHarness({ simulators, now: START, ...options })
  const server = setupServer(...handlers(harness))
  server.listen(unhandled('bypass'))
  return {
    fetch: (input, init) => fetch(input, init),
    control: harness,
    async close() {
      server.close()
      await harness.close()
    },
  }
}

/** Two processes over PostgreSQL behind one address: each request goes to the other one. */
async function overReplicas({ now = START, seed, settings, ...others }: DoorOptions): Promise<Opened> {
  const [unknown] = Object.keys(others)
  if (unknown) throw new Error(`Two replicas cannot be given ${unknown}: they are processes of their own.`)
  const replicas = await startTwoReplicas({ postgres: await suiteServer(), now, seed, settings })
  return {
    fetch: (input, init) => fetchAt(replicas.url, input, init),
    control: connect(replicas.url),
    close: replicas.close,
  }
}

const DOORS = {
  'in process': inProcess,
  'over HTTP': overHttp,
  'mounted in Express': inExpress,
  'through MSW 3': (options: DoorOptions) => throughMsw('MSW 3', options),
  'through MSW 2': (options: DoorOptions) => throughMsw('MSW 2', options),
  'over two replicas': overReplicas,
}

/** `npm run prove -- replicas` runs the journeys through two replicas alone, and every other run without them. */
const REPLICAS: readonly (keyof typeof DOORS)[] = ['over two replicas']
const isProof = process.env['TVILLING_REPLICAS'] === 'yes'

function throughDoors(
  doors: readonly (keyof typeof DOORS)[],
  title: string,
  run: (door: Door) => Promise<void>,
  options: DoorOptions,
): void {
  for (const name of isProof ? REPLICAS : doors) {
    test(`${title} (${name})`, async () => {
      const door = await DOORS[name](options)
      try {
        await run(door)
        await expectSameReplay(door.control, options.simulators ?? simulators)
      } finally {
        await door.close()
      }
    })
  }
}

/** Runs a test in process and over HTTP, on a manual clock that starts at 2026-01-01T00:00:00Z. */
export function eachDoor(title: string, run: (door: Door) => Promise<void>, options: DoorOptions = {}): void {
  throughDoors(['in process', 'over HTTP'], title, run, options)
}

/** As `journey`, and through two replicas as well: for a few, since to start these takes seconds. */
export function journeyOverReplicas(
  title: string,
  run: (door: Door) => Promise<void>,
  options: DoorOptions = {},
): void {
  throughDoors(Object.keys(DOORS) as (keyof typeof DOORS)[], title, run, options)
}

/** Runs a journey through every door, including MSW 3 and MSW 2. */
export function journey(title: string, run: (door: Door) => Promise<void>, options: DoorOptions = {}): void {
  const all = Object.keys(DOORS) as (keyof typeof DOORS)[]
  const usual = all.filter((name) => !REPLICAS.includes(name))
  throughDoors(usual, title, run, options)
}
