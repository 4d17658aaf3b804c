/** Runs a simulator and its reference model side by side: random commands, and the first difference shrunk to a few. */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { createHarness, durationOf, type Harness } from 'tvilling'
import { simulators } from 'tvilling/mocks'

export const START = '2026-01-01T00:00:00Z'

/** What the model says of time: each model adds its own state. */
export interface ModelTime {
  /** Milliseconds since 1970. */
  now: number
}

export interface Answer {
  status: number
  headers: Headers
  // biome-ignore lint/suspicious/noExplicitAny: commands look into whatever was answered
  body: any
}

export interface Twin {
  harness: Harness
  call(url: string, init?: RequestInit): Promise<Answer>
  /** Bearer token of a client, from the simulator's token endpoint; kept until `forget`. */
  token(client: string): Promise<string>
  forget(client: string): void
  /** Bodies that were sent to a receiver, oldest first. */
  sentTo(url: string): Record<string, unknown>[]
  /** What a command keeps of the twin's own making, such as ids, by a name of the model's. */
  given: Map<string, string>
}

export interface ModelTest<Model extends ModelTime> {
  simulator: string
  settings?: Record<string, Record<string, unknown>>
  /** Where and with which form a token is requested. */
  tokenAt: { url: string; form: string }
  model(): Model
  commands: fc.Arbitrary<Step<Model>>[]
}

/** A command: what it does to both, and what it is called in a counterexample. */
export interface Step<Model> {
  name: string
  /** Whether it makes sense in this state; always by default. */
  possible?(model: Model): boolean
  run(model: Model, twin: Twin): Promise<void>
}

export interface ModelRun {
  runs: number
  commands: number
  /** Undefined if twin and model agreed. */
  counterexample: string | undefined
}

/** Runs the commands `runs` times, each time with a new harness. The same seed gives the same commands. */
export async function runModel<Model extends ModelTime>(
  subject: ModelTest<Model>,
  { runs, seed, longest }: { runs: number; seed: number; longest: number },
): Promise<ModelRun> {
  let commands = 0
  const steps = subject.commands.map((arbitrary) =>
    arbitrary.map((step) => ({
      check: (model: Readonly<Model>) => step.possible?.(model as Model) ?? true,
      async run(model: Model, twin: Twin) {
        commands += 1
        await step.run(model, twin)
      },
      // Each on a line of its own: fast-check puts commas between them.
      toString: () => `\n  ${step.name}`,
    })),
  )
  const property = fc.asyncProperty(
    fc.commands(steps, { maxCommands: longest, size: 'max' }),
    async (chosen) => {
      const twin = await openTwin(subject)
      try {
        await fc.asyncModelRun(() => ({ model: subject.model(), real: twin }), chosen)
      } finally {
        await twin.harness.close()
      }
    },
  )
  const result = await fc.check(property, { numRuns: runs, seed })
  return { runs: result.numRuns, commands, counterexample: result.failed ? explain(result) : undefined }
}

function explain(
  result: Pick<fc.RunDetails<unknown>, 'seed' | 'counterexample' | 'counterexamplePath' | 'errorInstance'>,
): string {
  const error = result.errorInstance as Error | undefined
  const steps = String(result.counterexample).replaceAll(',\n', '\n')
  return `seed ${result.seed}, path ${result.counterexamplePath}:${steps}\n${error?.message ?? ''}`
}

async function openTwin<Model extends ModelTime>({ settings, tokenAt }: ModelTest<Model>): Promise<Twin> {
  const sent = new Map<string, Record<string, unknown>[]>()
  const send: typeof fetch = async (input, init) => {
    const url = String(input)
    sent.set(url, [...(sent.get(url) ?? []), JSON.parse(String(init?.body))])
    return new Response(null, { status: 200 })
  }
  const harness = await createHarness({
    simulators,
    now: START,
    seed: 1,
    webhooks: { send },
    ...(settings && { settings: settings as never }),
  })
  const tokens = new Map<string, string>()
  const call: Twin['call'] = async (url, init) => {
    const response = await harness.fetch(url, init)
    const text = await response.text()
    const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '')
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  }
  return {
    harness: harness as unknown as Harness,
    call,
    async token(client) {
      const known = tokens.get(client)
      if (known) return known
      const headers = {
        authorization: `Basic ${btoa(`${client}:${client}`)}`,
        'content-type': 'application/x-www-form-urlencoded',
      }
      const { body } = await call(tokenAt.url, { method: 'POST', headers, body: tokenAt.form })
      tokens.set(client, body.access_token)
      return body.access_token
    },
    forget: (client) => void tokens.delete(client),
    sentTo: (url) => sent.get(url) ?? [],
    given: new Map(),
  }
}

/** A step that moves both clocks. */
export function advances<Model extends ModelTime>(...durations: string[]): fc.Arbitrary<Step<Model>> {
  return fc.constantFrom(...durations).map((duration) => ({
    name: `advance ${duration}`,
    async run(model, { harness }) {
      model.now += durationOf(duration)
      const { now } = await harness.clock.advance(duration)
      agree('the time after the advance', Date.parse(now), model.now)
    },
  }))
}

/** @throws Error that says what differs. */
export function agree(what: string, got: unknown, predicted: unknown): void {
  if (isDeepStrictEqual(got, predicted)) return
  throw new Error(`${what}: the model predicts ${show(predicted)}, the twin says ${show(got)}`)
}

const show = (value: unknown) => JSON.stringify(value) ?? String(value)

/** The tokens of clients as a model keeps them: until when each is valid. */
export interface TokenModel extends ModelTime {
  validUntil: Map<string, number>
}

/**
 * The value of `Authorization`, and whether the twin must refuse it because its hour is over. Without `stale`, a token whose
 * time is over is replaced first.
 */
export async function authorize(
  model: TokenModel,
  twin: Twin,
  { client, stale, lifetime }: { client: string; stale: boolean; lifetime: number },
): Promise<{ authorization: string; refused: boolean }> {
  const until = model.validUntil.get(client)
  const over = until !== undefined && model.now >= until
  if (over && !stale) twin.forget(client)
  if (until === undefined || (over && !stale)) model.validUntil.set(client, model.now + lifetime)
  return { authorization: `Bearer ${await twin.token(client)}`, refused: over && stale }
}

/** One call in twenty is made with the token of before, if it is over. */
export const stale = fc.integer({ min: 0, max: 19 }).map((number) => number === 0)

/** Calls with a token; undefined if it was over, and the twin refused it. */
export async function callAs(
  model: TokenModel,
  twin: Twin,
  who: { client: string; stale: boolean; lifetime: number },
  url: string,
  init: { method?: string; headers?: Record<string, string>; body?: NonNullable<RequestInit['body']> } = {},
) {
  const { authorization, refused } = await authorize(model, twin, who)
  const answer = await twin.call(url, { ...init, headers: { ...init.headers, authorization } })
  if (refused) agree('the status with a token that is over', answer.status, 401)
  return refused ? undefined : answer
}
