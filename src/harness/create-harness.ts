/** Creates a harness. */
import { UsageError } from '../control/usage-error.ts'
import { type ApiRequest, type ApiResponse, fromWebRequest, toWebResponse } from '../http/messages.ts'
import { partsOf } from '../seed/seed.ts'
import type { Simulator } from '../simulator/simulator.ts'
import type { NamesOf } from '../simulator/simulator-names.ts'
import { assembleHarness, type HarnessParts } from './assemble-harness.ts'
import type { Harness, HarnessOptions } from './harness.ts'
import { checkHarnessOptions } from './harness-options.ts'
import { tryStart } from './try-start.ts'

/**
 * Creates a harness.
 * @throws UsageError if an option is invalid.
 */
export async function createHarness<const L extends readonly Simulator[]>(
  options: HarnessOptions<NamesOf<L>> & { simulators: L },
): Promise<Harness<NamesOf<L>>> {
  checkHarnessOptions('createHarness', options)
  const parts = await assembleHarness(options as unknown as HarnessOptions, false)
  const { store, units, scheduler } = parts
  await units.run(async () => {})
  // Jobs may have become due while the store was closed.
  if ((await store.jobs.count()) > 0) scheduler.wake()
  return harnessOf(parts) as Harness<NamesOf<L>>
}

/** The harness as its user sees it. */
export function harnessOf(parts: HarnessParts): Harness {
  const {
    store,
    clock,
    units,
    defects,
    scheduler,
    waiters,
    inFlight,
    control,
    simulators,
    router,
    bodyLimit,
    hosts,
    checkHost,
  } = parts
  let ended: Promise<void> | undefined

  async function handle(request: ApiRequest): Promise<ApiResponse> {
    if (ended) throw new UsageError('This harness is closed.', 409)
    const response = await parts.handle(request)
    defects.raise(() => !request.aborted?.().aborted)
    return response
  }

  async function answer(request: Request): Promise<Response> {
    return toWebResponse(await handle(await fromWebRequest(request, bodyLimit)), request)
  }

  async function end(): Promise<void> {
    waiters.close()
    await scheduler.stop()
    // The clock is stored when it moves; others may go on with a store that is shared, or have removed this harness.
    if (!store.shared) await units.run(async () => {})
    await store.close()
    defects.raise()
  }

  function close(): Promise<void> {
    ended ??= end()
    return ended
  }

  return {
    ...control,
    clock: {
      ...control.clock,
      async advance(target) {
        const advanced = await control.clock.advance(target)
        defects.raise()
        return advanced
      },
    },
    handle,
    admits: parts.admits,
    claims: ({ path }) => router.claims(path),
    bodyLimit,
    hangUp() {
      waiters.close()
      scheduler.interrupt()
    },
    hosts,
    get environments() {
      return [...new Set([...simulators.values()].flatMap((simulator) => [...simulator.environments]))]
    },
    async replant(seedData) {
      const next = partsOf(seedData)
      await tryStart({ ...parts.options, seedData })
      await scheduler.exclusive(async () => {
        parts.harnessSeed.replace(next)
        await parts.harnessState.reset()
      })
    },
    isSendingTo: inFlight.isSendingTo,
    backlog: async () => ({ jobs: await store.jobs.count(), nextDue: await store.jobs.nextDue() }),
    latenessOf: (due) => (due === undefined ? 0 : Math.max(0, (clock.now() - due) / clock.reading().factor)),
    async fetch(input, init) {
      const request = new Request(input, init)
      const { signal } = request
      signal.throwIfAborted()
      checkHost(request.url)
      return new Promise((resolve, reject) => {
        const leave = () => reject(signal.reason)
        signal.addEventListener('abort', leave, { once: true })
        const left = () => signal.removeEventListener('abort', leave)
        answer(request).then(resolve, reject).finally(left)
      })
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}
