/** Both versions of MSW, with the door of `tvilling/msw` over each. */
import { createHarness, type Harness, type HarnessOptions } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { test, vi } from 'vitest'

export const START = '2026-01-01T00:00:00Z'

export type MswVersion = 'MSW 3' | 'MSW 2'
type Node = typeof import('msw/node')
type Strategy = 'bypass' | 'error'

/** Loads a version of MSW as an application that depends on it does. */
export async function loadMsw(version: MswVersion) {
  const old = version === 'MSW 2'
  vi.resetModules()
  if (old) vi.doMock('msw', () => import('msw-2'))
  const { handlers } = await import('tvilling/msw')
  const { http } = await import('msw')
  const { setupServer } = old ? ((await import('msw-2/node')) as unknown as Node) : await import('msw/node')
  vi.doUnmock('msw')

  /** What is to become of requests that nobody handles has another name in each version. */
  const unhandled = (strategy: Strategy) => ({
    [old ? 'onUnhandledRequest' : 'onUnhandledFrame']: strategy,
  })
  return { handlers, http, setupServer, unhandled }
}

export type Msw = Awaited<ReturnType<typeof loadMsw>>

export interface Intercepted extends Msw {
  harness: Harness
  server: ReturnType<Msw['setupServer']>
}

export interface InterceptedOptions {
  harness?: Partial<HarnessOptions>
  origins?: readonly string[]
  versions?: readonly MswVersion[]
}

/** Runs a test under both versions, where a request that nobody handles is an error. */
export function eachMsw(
  title: string,
  run: (intercepted: Intercepted) => Promise<void>,
  { origins = [], versions = ['MSW 3', 'MSW 2'], ...options }: InterceptedOptions = {},
): void {
  for (const version of versions) {
    test(`${title} (${version})`, async () => {
      const msw = await loadMsw(version)
      await using harness = await createHarness({ simulators, now: START, ...options.harness })
      const server = msw.setupServer(...msw.handlers(harness, { origins }))
      server.listen(msw.unhandled('error'))
      try {
        await run({ ...msw, harness, server })
      } finally {
        server.close()
      }
    })
  }
}
