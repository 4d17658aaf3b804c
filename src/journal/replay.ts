/** Plays a recording on a fresh harness and finds the first exchange that differs. */
import type { Control } from '../control/control.ts'
import { unknownName } from '../control/nearest.ts'
import { UsageError } from '../control/usage-error.ts'
import { createDrivenHarness, type DrivenHarness } from '../harness/driven-harness.ts'
import type { Simulator } from '../simulator/simulator.ts'
import type { Recording } from './har.ts'
import type { JournalEntry } from './journal.ts'
import type { LogEvent } from './log-event.ts'
import { differenceOf, type ResponseDifference } from './response-difference.ts'

export interface Replayed {
  /** How many exchanges were played, including the one that differs. */
  exchanges: number
  difference: ReplayDifference | undefined
}

export interface ReplayDifference extends ResponseDifference {
  /** Number of the exchange. */
  exchange: number
  at: number
  /** Such as `GET /books?limit=1`. */
  request: string
  operation: string | undefined
}

/**
 * Repeats every request and every call of control in the recorded order and at the recorded instants. Receivers of
 * webhooks answer as they did, without network.
 * @param onStep hears how many steps of how many were done.
 * @throws UsageError if the recording is not complete, or a simulator of it is not given.
 */
export async function replay(
  recording: Recording,
  simulators: readonly Simulator[],
  onStep?: (done: number, of: number) => void,
): Promise<Replayed> {
  const { origin, incomplete } = recording
  if (incomplete) {
    throw new UsageError(
      `This recording cannot be replayed, since it does not hold everything. ${incomplete}`,
    )
  }
  const known = simulators.map(({ name }) => name)
  const chosen = origin.simulators.map((name) => {
    const simulator = simulators.find((candidate) => candidate.name === name)
    if (!simulator) throw unknownName('simulator', name, known)
    return simulator
  })
  const driven = await createDrivenHarness({
    simulators: chosen,
    now: origin.start,
    seed: origin.seed,
    settings: origin.settings as never,
    clients: origin.clients as never,
    bodyLimit: origin.bodyLimit,
    ...(origin.tenant !== undefined && { tenant: origin.tenant }),
    // A broken contract shows in the comparison.
    onDefect: () => {},
  })
  try {
    return await play(recording, driven, onStep)
  } finally {
    await driven.harness.close()
  }
}

async function play(
  { exchanges, events }: Recording,
  driven: DrivenHarness,
  onStep?: (done: number, of: number) => void,
): Promise<Replayed> {
  const steps = [
    ...exchanges.map((entry) => ({ turn: entry.turn ?? 0, run: () => playExchange(entry, driven) })),
    ...events.map((event) => ({ turn: event.turn, run: () => playEvent(event, driven) })),
  ].sort((a, b) => a.turn - b.turn)
  let played = 0
  for (const [index, { run }] of steps.entries()) {
    const done = await run()
    onStep?.(index + 1, steps.length)
    if (done === undefined) continue
    played += 1
    if (done !== 'same') return { exchanges: played, difference: done }
  }
  return { exchanges: played, difference: undefined }
}

async function playExchange(entry: JournalEntry, driven: DrivenHarness): Promise<'same' | ReplayDifference> {
  driven.setClock(entry.at)
  const { request } = entry
  const difference = differenceOf(entry.response, await driven.harness.handle(request))
  if (!difference) return 'same'
  const target = request.query ? `${request.path}?${request.query}` : request.path
  return {
    ...difference,
    exchange: entry.id,
    at: entry.at,
    request: `${request.method} ${target}`,
    operation: entry.operation && `${entry.simulator}.${entry.operation}`,
  }
}

async function playEvent(event: LogEvent, driven: DrivenHarness): Promise<undefined> {
  driven.setClock(event.at)
  if (event.kind === 'work') return void (await driven.work(event.jobs))
  if (event.kind === 'attempt') return void (await driven.attempted(event))
  const act = Object.hasOwn(ACTIONS, event.action) ? ACTIONS[event.action] : undefined
  if (!act) throw unknownName('action', event.action, Object.keys(ACTIONS))
  // A call that was refused is refused again. The exchanges that follow show whether all is the same.
  // biome-ignore lint/suspicious/noExplicitAny: checked by the action itself, as it was when it was recorded
  await act(driven.harness, ...(event.input as any[])).catch(() => {})
}

// biome-ignore lint/suspicious/noExplicitAny: likewise
type Act = (control: Control, ...input: any[]) => Promise<unknown>

/** Clock calls do nothing here, since the instants of the following steps set the clock. */
const ACTIONS: Readonly<Record<string, Act>> = {
  'clock.set': async () => {},
  'clock.advance': async () => {},
  'scenarios.load': ({ scenarios }, name, parameters) => scenarios.load(name, parameters),
  'state.transition': ({ state }, simulator, collection, key, to) =>
    state.transition(simulator, collection, key, to),
  'tokens.accept': ({ tokens }, grant) => tokens.accept(grant),
  'people.change': ({ people }, number, patch) => people.change(number, patch),
  'events.fire': ({ events }, event) => events.fire(event),
  'faults.add': ({ faults }, declaration) => faults.add(declaration),
  'faults.clear': ({ faults }, id) => faults.clear(id),
  'deliveries.redeliver': ({ deliveries }, id) => deliveries.redeliver(id),
  restore: ({ restore }, snapshot) => restore(snapshot),
}
