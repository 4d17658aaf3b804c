/** A harness: one isolated set of simulators, clock, store, people, journal and deliveries. */
import type { Control } from '../control/control.ts'
import type { ObservedAttempt } from '../deliveries/delivery.ts'
import type { Client } from '../http/authorization.ts'
import type { ApiRequest, ApiResponse } from '../http/messages.ts'
import type { JournalLimits } from '../journal/journal.ts'
import type { SeedData } from '../seed/seed-data.ts'
import type { Simulator } from '../simulator/simulator.ts'
import type { SettingsChanges, SimulatorNames } from '../simulator/simulator-names.ts'
import type { Store } from '../store/store.ts'
import type { Wall } from './clock.ts'

export interface HarnessOptions<N extends SimulatorNames = SimulatorNames> {
  simulators: readonly Simulator<N>[]
  /** Where the clock starts, ISO 8601; the current time by default. A store with a saved clock continues from that. */
  now?: string
  /** The same seed, start and requests give the same bytes. */
  seed?: number
  clock?: { mode: 'manual' } | { mode: 'real'; factor?: number }
  /** `openMemoryStore()` by default; `openSqliteStore(file)` survives a restart. */
  store?: Store
  /** Changes to the settings of a simulator, by its name. */
  settings?: SettingsChanges<N>
  /** OAuth clients besides the ready-made ones, by simulator. */
  clients?: { readonly [Name in N['name']]?: readonly Client[] }
  /**
   * The state in which it starts, and to which a reset goes back; in one part or several. A store that holds something stays
   * as it is.
   */
  seedData?: SeedData<N> | readonly SeedData<N>[]
  /** Name by which OAuth clients can be bound to this harness, as `id@tenant`. */
  tenant?: string
  /** Largest request body in bytes; 10 MiB by default. */
  bodyLimit?: number
  /**
   * Whether `harness.fetch` refuses hosts at which no simulated API is, with a sentence that names those that are; or further
   * hosts that it takes beside these, such as those of your gateway. Off by default: only the path decides.
   */
  strictHosts?: boolean | readonly string[]
  journal?: Partial<JournalLimits>
  webhooks?: {
    /** Sends the messages; `fetch` by default. */
    send?: typeof fetch
    /** Which receivers are allowed; all by default. */
    allow?: (url: URL) => boolean
    /** Called after each attempt to deliver a message. It must not throw. */
    onAttempt?: (attempt: ObservedAttempt) => void
    /** How many finished deliveries are kept, 10,000 by default; older ones are dropped. */
    kept?: number
  }
  /**
   * Called for our own defects: a simulator that breaks its contract or throws. Without it such a defect rejects the
   * request or the advance in which it occurs, so that a test cannot miss it.
   */
  onDefect?: (error: unknown) => void
  /** The wall clock that a real clock follows. */
  wall?: Wall
}

export interface Backlog {
  jobs: number
  /** When the earliest job is due that nobody works on, in milliseconds of the harness's clock. */
  nextDue: number | undefined
}

export interface Harness<N extends SimulatorNames = SimulatorNames> extends Control<N> {
  /** The engine as a plain fetch function: no sockets, no interception. */
  fetch(input: string | URL | Request, init?: RequestInit): Promise<Response>
  /** The function that all doors call: plain request in, plain response out. */
  handle(request: ApiRequest): Promise<ApiResponse>
  /** Whether a simulator has the path of a request, with any method. */
  claims(request: { method: string; path: string; host?: string }): boolean
  /**
   * Takes a request without its body, before a door reads that. @returns how many decoded bytes of the body to read;
   * undefined if the answer does not depend on it: the request is then handled with `refused: 'unauthorized'`.
   */
  admits(request: ApiRequest): Promise<number | undefined>
  /** Largest request body in bytes. */
  readonly bodyLimit: number
  /** Hosts at which the providers offer the simulated APIs. */
  readonly hosts: readonly string[]
  /** Environments of the simulated APIs, such as `sandbox`. */
  readonly environments: readonly string[]
  /** Whether a webhook message to this URL is on its way. */
  isSendingTo(url: string): boolean
  /**
   * Goes back to the start with other seed data, which a reset plants from then on.
   * @throws UsageError if something in it is wrong; then everything stays as it is.
   */
  replant(seedData: SeedData<N> | readonly SeedData<N>[]): Promise<void>
  /** How much work waits for its time. */
  backlog(): Promise<Backlog>
  /** By how many milliseconds of the wall clock a job with this due time is late; 0 if it is not. */
  latenessOf(due: number | undefined): number
  /** Breaks all connections that a fault delays, and cuts advances short, now and later: for a server that is closing. */
  hangUp(): void
  /** Ends all work in progress. Rejects with the first unreported defect. */
  close(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}
