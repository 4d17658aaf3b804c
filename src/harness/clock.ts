/**
 * The only reader of the wall clock. Everything else reads a harness's clock, which stands still (`manual`) or follows the
 * wall clock, shifted and possibly faster (`real`).
 */

/** The end of every clock, since years have four digits. */
export const LAST_INSTANT = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

/** Milliseconds since 1970-01-01T00:00:00Z on a harness's clock. */
export type Instant = number

export interface ClockReading {
  now: string
  mode: 'manual' | 'real'
  /** Virtual seconds per wall-clock second; only used in `real`. */
  factor: number
}

/** Whether a real clock may run so many times faster than the wall clock. */
export const isFactor = (factor: number) => factor > 0 && factor <= 1_000_000

/** The wall clock that a real clock follows. Tests pass their own. */
export interface Wall {
  now(): number
  /**
   * Calls back after so many milliseconds. It keeps the process alive only if `awaited`.
   * @returns a function that cancels it.
   */
  after(milliseconds: number, work: () => void, awaited?: boolean): () => void
}

export const systemWall: Wall = {
  now: () => Date.now(),
  after(milliseconds, work, awaited = false) {
    const timer = setTimeout(work, Math.min(milliseconds, 2_147_483_647))
    if (!awaited) timer.unref()
    return () => clearTimeout(timer)
  },
}

/** Milliseconds of a clock that nobody sets, to measure how long something takes. */
export function stopwatch(): number {
  return performance.now()
}

/** A signal that aborts after so many wall-clock milliseconds: receivers of webhooks run in real time. */
export function wallTimeout(milliseconds: number): AbortSignal {
  return AbortSignal.timeout(milliseconds)
}

/** Ends this turn of the event loop, so that requests of this harness and of others are answered. */
export function othersTurn(): Promise<void> {
  return new Promise((done) => setImmediate(done))
}

/** How long work goes on before others get their turn, in milliseconds. */
const LONGEST_TURN = 10

/**
 * Counts the time of a long piece of work, in real time: others wait in real time.
 * @returns a function that is called now and then; it ends the turn if the work has gone on for long.
 */
export function createGiveWay(): () => Promise<void> | undefined {
  let began = performance.now()
  return () => {
    if (performance.now() - began < LONGEST_TURN) return undefined
    return othersTurn().then(() => {
      began = performance.now()
    })
  }
}

/** What a store keeps of a clock: when the wall clock showed `wall`, this clock showed `virtual`. */
export interface ClockAnchor {
  mode: 'manual' | 'real'
  factor: number
  virtual: Instant
  wall: number
  /** Set while it stands still for an advance. */
  held?: true
}

export interface Clock {
  now(): Instant
  /** The current instant as ISO 8601 in UTC with milliseconds. */
  iso(): string
  /** The current day, `YYYY-MM-DD`, in a time zone such as `Europe/Stockholm`, or else in UTC. */
  today(zone?: string): string
  reading(): ClockReading
  /** Changes mode and speed, from the current instant on. */
  run(mode: 'manual' | 'real', factor: number): void
  /** Moves forward to an instant and stands still there until `release`. */
  hold(at: Instant): void
  /** Ends a hold: a real clock goes on from that instant. */
  release(): void
  /** Calls back when this clock reaches the instant; never, if it stands still. */
  when(at: Instant, work: () => void, awaited?: boolean): () => void
  anchor(): ClockAnchor
  /** Changes when something other than the wall clock moves this clock. */
  revision(): number
  /** Whether it stands still for an advance. */
  isHeld(): boolean
  /** Shows what another process made of the clock. */
  adopt(anchor: ClockAnchor): void
  /** Goes back to a start. Only a reset calls it. */
  restart(start: ClockAnchor): void
}

export function createClock(start: ClockAnchor, wall: Wall = systemWall): Clock {
  let anchor = start
  const dayOf = createCalendar()
  let revision = 0

  function now(): Instant {
    if (anchor.held || anchor.mode === 'manual') return anchor.virtual
    return anchor.virtual + Math.max(0, Math.floor((wall.now() - anchor.wall) * anchor.factor))
  }

  const reanchor = (virtual: Instant) => {
    revision += 1
    anchor = { ...anchor, virtual, wall: wall.now() }
  }

  return {
    now,
    iso: () => toIso(now()),
    today: (zone) => dayOf(now(), zone),
    reading: () => ({ now: toIso(now()), mode: anchor.mode, factor: anchor.factor }),

    run(mode, factor) {
      reanchor(now())
      anchor = { ...anchor, mode, factor }
    },

    hold(at) {
      reanchor(Math.max(at, now()))
      anchor = { ...anchor, held: true }
    },

    release() {
      reanchor(now())
      const { held: _, ...free } = anchor
      anchor = free
    },

    when(at, work, awaited) {
      if (anchor.held || anchor.mode === 'manual') return () => {}
      return wall.after(Math.max(0, (at - now()) / anchor.factor), work, awaited)
    },

    anchor: () => ({ ...anchor, virtual: now(), wall: wall.now() }),

    revision: () => revision,

    isHeld: () => anchor.held === true,

    adopt(at) {
      anchor = at
    },

    restart(at) {
      revision += 1
      anchor = at
    },
  }
}

export function toIso(instant: Instant): string {
  return new Date(instant).toISOString()
}

const QUARTER = 900_000

/**
 * The day of an instant in a time zone, or else in UTC. Days begin on a quarter of an hour everywhere, so the instants of
 * one quarter share their day.
 */
export function createCalendar(): (instant: Instant, zone?: string) => string {
  const known = new Map<string, { format: Intl.DateTimeFormat; quarter: number; day: string }>()
  return (instant, zone) => {
    if (zone === undefined) return toIso(instant).slice(0, 10)
    const quarter = Math.floor(instant / QUARTER)
    const last = known.get(zone)
    if (last?.quarter === quarter) return last.day
    const format = last?.format ?? dayFormat(zone)
    const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]))
    const day = `${part['year']?.padStart(4, '0')}-${part['month']}-${part['day']}`
    known.set(zone, { format, quarter, day })
    return day
  }
}

function dayFormat(timeZone: string): Intl.DateTimeFormat {
  const parts = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
  return new Intl.DateTimeFormat('en-GB', { timeZone, ...parts })
}

/** Writes instants in the form of the `Date` header; answers of one second share their text. */
export function createHttpDates(): (instant: Instant) => string {
  let second = -1
  let text = ''
  return (instant) => {
    const now = Math.floor(instant / 1_000)
    if (now !== second) {
      second = now
      text = new Date(instant).toUTCString()
    }
    return text
  }
}

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)$/

/**
 * Reads a point in time, such as `2026-01-01T00:00:00Z`; the zone must be given.
 * @returns `undefined` if the text is not an instant.
 */
export function parseInstant(text: string): Instant | undefined {
  if (!DATE_TIME.test(text)) return undefined
  const instant = Date.parse(text)
  // JavaScript reads 30 February as a day in March.
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number)
  const exists = new Date(Date.UTC(year, month - 1, day)).getUTCDate() === day
  return Number.isNaN(instant) || instant < 0 || !exists ? undefined : instant
}

const DURATION = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d{1,3})?)S)?)?$/
const UNITS = [604_800_000, 86_400_000, 3_600_000, 60_000, 1_000]

/**
 * Reads an ISO 8601 duration of weeks, days, hours, minutes and seconds, such as `PT2H` or `P7D`. Months and
 * years have no fixed length and are refused.
 * @returns milliseconds, or `undefined` if the text is not such a duration.
 */
export function parseDuration(text: string): number | undefined {
  const match = DURATION.exec(text)
  if (!match || text.endsWith('P') || text.endsWith('T')) return undefined
  const total = UNITS.reduce((sum, unit, index) => sum + unit * Number(match[index + 1] ?? 0), 0)
  return Number.isSafeInteger(Math.round(total)) ? Math.round(total) : undefined
}

/** As `parseDuration`, for our own durations (defaults, checked settings): any other text is a defect. */
export function durationOf(text: string): number {
  const milliseconds = parseDuration(text)
  if (milliseconds === undefined) throw new Error(`"${text}" is no duration such as PT30S or P7D.`)
  return milliseconds
}
