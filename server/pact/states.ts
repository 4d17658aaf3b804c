/** Provider states: every scenario by its name, and some states for all simulators. */

import type { Control, TokenGrant } from '../../src/control/control.ts'
import { unknownName } from '../../src/control/nearest.ts'
import type { FaultDeclaration } from '../../src/faults/faults.ts'
import { checkArguments } from '../../src/simulator/arguments.ts'

type Parameters = Record<string, unknown>

/** What a Pact verifier posts before and after an interaction. */
export interface StateChange {
  /** Empty for an interaction without a state. */
  state?: string
  params?: Parameters
  action?: 'setup' | 'teardown'
}

interface GeneralState {
  about: string
  /** JSON Schemas by name; undefined if control checks the parameters itself. */
  parameters?: Record<string, Record<string, unknown>>
  takes?: string
  // biome-ignore lint/suspicious/noExplicitAny: parameters are checked first
  set(parameters: any, control: Control): Promise<unknown>
}

const token = {
  type: 'string',
  optional: true,
  description: 'as it comes after "Bearer"; every token when it is left out',
}
const client = { type: 'string', default: 'tvilling', description: 'OAuth client whose token it is' }
const simulator = {
  type: 'string',
  optional: true,
  description: 'the one that accepts it; all that know the client when it is left out',
}

/** States for all simulators. */
export const GENERAL_STATES: Readonly<Record<string, GeneralState>> = {
  authorized: {
    about: 'The bearer token of the pact is accepted.',
    parameters: { token, client, simulator },
    set: (grant: TokenGrant, { tokens }) => tokens.accept(grant),
  },
  'token-expired': {
    about: 'The bearer token of the pact has expired.',
    parameters: { token, client, simulator },
    set: (grant: TokenGrant, { tokens }) => tokens.accept({ ...grant, expired: true }),
  },
  fault: {
    about: 'Something goes wrong, such as an operation that answers one of its documented errors.',
    takes:
      'what POST /_tvilling/faults takes: simulator, operation, fault ("status" when it is left out), status, …',
    set: (declaration: Parameters, { faults }) =>
      faults.add({ fault: 'status', ...declaration } as unknown as FaultDeclaration),
  },
  'time-passed': {
    about: 'Time has passed, and what fell due in it is done.',
    parameters: { by: { type: 'string', description: 'ISO 8601, such as PT90S' } },
    set: ({ by }: { by: string }, { clock }) => clock.advance({ by }),
  },
  'person-changed': {
    about: 'A person has changed, died or moved; what such a change sends is sent.',
    takes: 'number, and what PATCH /_tvilling/people/{number} takes',
    set: ({ number, ...patch }: Parameters, { people }) => people.change(String(number), patch),
  },
  'event-fired': {
    about: 'A webhook event was fired.',
    takes: 'what POST /_tvilling/events takes: simulator, event and the parameters of the event',
    set: (event: { simulator: string; event: string }, { events }) => events.fire(event),
  },
  'state-moved': {
    about: 'Something stored has moved to another state of its graph.',
    parameters: {
      simulator: { type: 'string' },
      collection: { type: 'string' },
      key: { type: 'string' },
      to: { type: 'string', description: 'name of the state' },
    },
    set: ({ simulator, collection, key, to }: Record<string, string>, { state }) =>
      state.transition(String(simulator), String(collection), String(key), String(to)),
  },
}

/** Tenants inside an interaction: their next set-up is added to the present state. */
const open = new WeakSet<Control>()

/**
 * Sets up or tears down a state for a verifier. The first set-up of an interaction resets the tenant. A set-up after
 * an answered request also starts a new interaction, because not every verifier reports the end of one.
 * @returns values that a pact can take from the provider state.
 * @throws UsageError with the nearest names if there is no such state.
 */
export async function setPactState(
  control: Control,
  { state = '', params = {}, action = 'setup' }: StateChange,
  { accept }: { accept?: string } = {},
): Promise<Record<string, unknown>> {
  if (action === 'teardown') {
    if (open.delete(control)) await control.reset()
    return {}
  }
  if (!open.has(control) || (await control.journal.find({ limit: 1 })).length > 0) {
    await control.reset()
    if (accept !== undefined) await control.tokens.accept({ client: accept })
    open.add(control)
  }
  if (state === '') return {}
  try {
    return (await enter(control, state, params)) as Record<string, unknown>
  } catch (error) {
    // The verifier gives up this interaction without reporting its end.
    open.delete(control)
    throw error
  }
}

/** Ends the interaction, since its message was given out: the next set-up starts another one. */
export function endInteraction(control: Control): void {
  open.delete(control)
}

async function enter(control: Control, state: string, params: Parameters): Promise<unknown> {
  const general = Object.hasOwn(GENERAL_STATES, state) ? GENERAL_STATES[state] : undefined
  if (general) {
    const { parameters, takes, set } = general
    const given = takes ? params : checkArguments(`The state "${state}"`, parameters ?? {}, params)
    return set(given, control)
  }
  const scenarios = (await control.scenarios.list()).map(({ name }) => name)
  if (!scenarios.includes(state)) {
    throw unknownName('provider state', state, [...scenarios, ...Object.keys(GENERAL_STATES)])
  }
  return control.scenarios.load(state, params)
}
