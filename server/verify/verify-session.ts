/** One run against the target: tokens, time and unused names. */

import type { Contract, Operation } from '../../src/contract/contract.ts'
import type { Control } from '../../src/control/control.ts'
import { unknownName } from '../../src/control/nearest.ts'
import { durationOf, systemWall, toIso } from '../../src/harness/clock.ts'
import { createRandom } from '../../src/harness/random.ts'
import { basicAuthorization } from '../../src/http/basic-credentials.ts'
import { Mismatch, Unreached } from '../../src/simulator/check.ts'
import type {
  Call,
  Credentials,
  Role,
  TargetExchange,
  VerificationPlan,
  VerifySession,
} from '../../src/simulator/verification.ts'
import { NOT_ASSUMED } from './not-assumed.ts'
import type { Receivers } from './receiver.ts'
import type { ServedNames } from './served-names.ts'
import type { Target } from './target.ts'

export interface VerifySessionOptions {
  /** Name of the simulator. */
  api: string
  plan: VerificationPlan
  contract: Contract
  target: Target
  environment: string
  /** By role. Checks of a role without credentials are never reached. */
  credentials: ReadonlyMap<string, Credentials>
  subjects: ReadonlyMap<string, string>
  control: Control | undefined
  receivers: Receivers
  names: Pick<ServedNames, 'place'>
  readOnly: boolean
  /** Milliseconds to wait in total for a target whose clock cannot be moved. */
  patience: number
  /** Makes the names of this run differ from those of other runs. */
  salt: string
  /** Gets every exchange. */
  onExchange(exchange: TargetExchange): void
}

/** A session for the code that runs the checks. */
export interface RunnableVerifySession extends VerifySession {
  /** Undoes what the check registered, the latest first. What cannot be undone stays. */
  endCheck(): Promise<void>
}

export function createVerifySession(options: VerifySessionOptions): RunnableVerifySession {
  const { plan, contract, target, environment, credentials, subjects, control, receivers, names, readOnly } =
    options
  const operations = new Map(contract.operations.map((operation) => [operation.id, operation]))
  const tokenOperations = new Set(Object.values(plan.roles).map(({ token }) => token))
  const random = createRandom(options.salt)
  const prefix = `v-${random.hex(8).toLowerCase()}`
  const firstDay = random.integer(40, 2_000)
  const tokens = new Map<string, { value: string; until: number }>()
  const kept = new Map<string, Promise<unknown>>()
  const undoings: (() => Promise<unknown>)[] = []
  let patience = options.patience
  let age = 0
  let named = 0
  let days = 0
  let now = systemWall.now()

  async function call(call: Call): Promise<TargetExchange> {
    const operation = operationNamed(call.operation)
    const asksForToken = tokenOperations.has(operation.id) && call.method === undefined
    const safe = asksForToken || (call.method ?? operation.method) === 'GET'
    if (readOnly && !safe) throw new Unreached('it would write, and --read-only was asked for')
    const exchange = await target.send(call, operation, await authorizationOf(call, operation))
    const date = Date.parse(exchange.response.headers['date'] ?? '')
    if (!Number.isNaN(date)) now = date
    options.onExchange(exchange)
    return exchange
  }

  function operationNamed(id: string): Operation {
    const found = operations.get(id)
    if (!found) throw unknownName('operation', id, [...operations.keys()])
    return found
  }

  async function authorizationOf(call: Call, { scopes }: Operation): Promise<string | undefined> {
    if (call.authorization !== undefined) return call.authorization
    if (call.as === null || scopes === undefined) return undefined
    return `Bearer ${await tokenOf(call.as ?? 'main')}`
  }

  async function tokenOf(role: string): Promise<string> {
    const known = tokens.get(role)
    if (known && systemWall.now() < known.until) return known.value
    const exchange = await call(session.tokenCall(role))
    const { access_token, expires_in } = (exchange.response.body ?? {}) as Record<string, unknown>
    if (typeof access_token !== 'string') {
      throw new Mismatch(`a token for the role "${role}"`, exchange, { ground: NOT_ASSUMED, wanted: 200 })
    }
    tokens.set(role, { value: access_token, until: systemWall.now() + Number(expires_in) * 800 })
    return access_token
  }

  function controlled(): Control {
    if (!control) throw new Unreached('the target must be controlled: give --control')
    return control
  }

  const roleNamed = (role: string) => (role === 'main' && !plan.roles['main'] ? environment : role)

  const session: RunnableVerifySession = {
    environment,
    call,

    async expect(status, wanted) {
      const exchange = await call(wanted)
      const { status: given } = exchange.response
      if (given !== status) throw new Mismatch(`${status}, not ${given}`, exchange, { wanted: status })
      return exchange
    },

    subject(name) {
      const found = subjects.get(name)
      if (found === undefined) throw unknownName('subject', name, [...subjects.keys()])
      return found
    },

    id() {
      named += 1
      return `${prefix}-${named}`
    },

    place: (operation, field) => names.place(operationNamed(operation), field),

    uuid: () => random.uuid(),
    today: () => toIso(now).slice(0, 10),

    pastDay() {
      days += 1
      return toIso(now - (firstDay + days) * 86_400_000).slice(0, 10)
    },

    async pass(duration) {
      const milliseconds = durationOf(duration)
      if (control) await control.clock.advance(duration)
      else if (milliseconds <= patience) {
        patience -= milliseconds
        await new Promise<void>((resolve) => systemWall.after(milliseconds, resolve, true))
      } else {
        throw new Unreached(`${duration} of the target's time must pass: give --control, or --patience`)
      }
      tokens.clear()
      now += milliseconds
      age += milliseconds
      if (age >= durationOf('PT1H')) kept.clear()
    },

    async until(wanted, within, step, probe) {
      for (let passed = 0; ; passed += durationOf(step)) {
        const value = await probe()
        if (value !== undefined) return value
        if (passed >= durationOf(within)) throw new Mismatch(`${wanted} within ${within}`)
        await session.pass(step)
      }
    },

    keep<T>(name: string, make: () => Promise<T>): Promise<T> {
      if (kept.size === 0) age = 0
      const known = kept.get(name) ?? make()
      kept.set(name, known)
      known.catch(() => kept.delete(name))
      return known as Promise<T>
    },

    afterwards: (undo) => void undoings.push(undo),

    async endCheck() {
      for (const undo of undoings.splice(0).reverse()) await undo().catch(() => {})
    },

    async loadScenario(name, parameters) {
      return controlled().scenarios.load(name, parameters)
    },

    async fire(event, parameters) {
      return controlled().events.fire({ simulator: options.api, event, ...parameters })
    },

    async changePerson(number, patch) {
      return controlled().people.change(number, patch)
    },

    async receiver() {
      if (readOnly) throw new Unreached('--read-only was asked for')
      const receiver = await receivers.open()
      undoings.push(receiver.close)
      return receiver
    },

    credentials(role) {
      const found = credentials.get(roleNamed(role))
      if (found) return found
      const { about } = plan.roles[roleNamed(role)] ?? { about: role }
      throw new Unreached(`credentials of ${about} are needed: name them under clients.${role} in --subjects`)
    },

    tokenCall(role, { id, secret } = session.credentials(role)) {
      const { token, path, scope } = plan.roles[roleNamed(role)] as Role
      const form = { grant_type: 'client_credentials', ...(scope && { scope }) }
      return {
        operation: token,
        ...(path && { path }),
        authorization: basicAuthorization({ id, secret }),
        body: form,
      }
    },
  }

  return session
}
