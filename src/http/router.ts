/** Finds the operation of a request. The OpenAPI documents are the routing table. */
import type { Contract, Operation } from '../contract/contract.ts'
import { type AddressedHost, hostAddressed } from '../contract/hosts.ts'
import type { FoundRoute, Routes } from '../contract/routes.ts'
import { nearest } from '../control/nearest.ts'
import { UsageError } from '../control/usage-error.ts'

export type Match<S> =
  | {
      kind: 'operation'
      simulator: S
      operation: Operation
      parameters: Record<string, string>
      /** Whether the path is written in another case than the contract has it. */
      otherCase: boolean
    }
  | { kind: 'method'; simulator: S; allow: string[]; operations: Operation[] }
  /** `simulator` is the one with the most similar paths; undefined if there is no such one. */
  | { kind: 'none'; simulator: S | undefined; nearest: string[]; why: string[] }

export interface Router<S> {
  /** A HEAD is one of the operation with GET, unless the contract has a HEAD of its own. */
  match(request: { method: string; path: string } & AddressedHost): Match<S>
  /** Whether an operation has this path, with whatever method. */
  claims(path: string): boolean
}

/** What a router needs of a simulator. */
export interface Routable {
  name: string
  contract: Contract
  routes: Routes
  /** Whether paths are compared without regard to upper and lower case; no, if it is left out. */
  anyCase?: boolean
}

/** @throws UsageError if two simulators have the same path. */
export function createRouter<S extends Routable>(simulators: readonly S[]): Router<S> {
  checkClaims(simulators)
  return {
    claims: (path) => findRoute(simulators, path) !== undefined,

    match(request) {
      const { method, path } = request
      const found = findRoute(simulators, path)
      if (!found) return miss(simulators, method, path, request)
      const { simulator, route, values, otherCase } = found
      const { byMethod, names } = route
      const operation = byMethod.get(method) ?? (method === 'HEAD' ? byMethod.get('GET') : undefined)
      if (operation) {
        const parameters: Record<string, string> = {}
        names.get(operation.method)?.forEach((name, at) => {
          parameters[name] = values[at] ?? ''
        })
        return { kind: 'operation', simulator, operation, parameters, otherCase }
      }
      return { kind: 'method', simulator, allow: [...byMethod.keys()], operations: [...byMethod.values()] }
    },
  }
}

type Found<S> = FoundRoute & { simulator: S; otherCase: boolean }

/**
 * The route of a path; of several, the one with the fewest parameters, since it says most of the path itself. A path as it
 * is written comes first.
 */
function findRoute<S extends Routable>(simulators: readonly S[], path: string): Found<S> | undefined {
  let best: Found<S> | undefined
  for (const otherCase of [false, true]) {
    for (const simulator of simulators) {
      if (otherCase && !simulator.anyCase) continue
      const found = otherCase ? simulator.routes.findInAnyCase(path) : simulator.routes.find(path)
      if (found && (!best || found.route.parameters < best.route.parameters)) {
        best = { simulator, otherCase, ...found }
      }
      if (best?.route.parameters === 0) return best
    }
    if (best) return best
  }
  return undefined
}

function checkClaims(simulators: readonly Routable[]): void {
  const claimed = new Map<string, string>()
  for (const { name, routes } of simulators) {
    for (const { path, template } of routes.all) {
      const other = claimed.get(template)
      if (other) throw new UsageError(`${other} and ${name} both claim ${path}.`)
      claimed.set(template, name)
    }
  }
}

function miss<S extends { name: string; contract: Contract }>(
  simulators: readonly S[],
  method: string,
  path: string,
  addressed: AddressedHost,
): Match<S> {
  const known = simulators.flatMap(({ contract }) =>
    contract.operations.map((operation) => `${operation.method} ${operation.path}`),
  )
  const close = nearestOr(`${method} ${path}`, known, simulators)
  return {
    kind: 'none',
    simulator: ownerOf(simulators, path, addressed),
    nearest: close,
    why: close.map((operation) => whyNot(operation, method, path)),
  }
}

/** A longer part of a path is shortened in messages. */
const LONGEST = 60

/** Why a request does not match an operation, such as `GET /books`. */
function whyNot(operation: string, method: string, path: string): string {
  const [wanted = '', template = ''] = operation.split(' ')
  const expected = template.split('/').slice(1)
  const actual = path.split('/').slice(1)
  const at = expected.findIndex((segment, index) => !fits(segment, actual[index]))
  const reasons = []
  if (at !== -1 && actual[at] !== undefined) {
    reasons.push(`"${actual[at].slice(0, LONGEST)}" stands where "${expected[at]}" is expected`)
  } else if (at !== -1) reasons.push(`"${expected[at]}" is missing at the end`)
  else if (actual.length > expected.length) {
    reasons.push(`"${actual.slice(expected.length).join('/').slice(0, LONGEST)}" is too much at the end`)
  }
  if (wanted !== method) reasons.push(`the method is ${method}`)
  return `${operation} (${reasons.join(', ') || 'the path cannot be read'})`
}

function fits(segment: string, actual: string | undefined): boolean {
  if (actual === undefined) return false
  return segment.startsWith('{') && segment.endsWith('}') ? actual !== '' : segment === actual
}

/** The nearest operations; if nothing is similar, one operation of each simulator as an example. */
function nearestOr(
  text: string,
  known: readonly string[],
  simulators: readonly { contract: Contract }[],
): string[] {
  const close = nearest(text, known)
  if (close.length > 0) return close
  return simulators.flatMap(({ contract }) =>
    contract.operations.slice(-1).map(({ method, path }) => `${method} ${path}`),
  )
}

/** The simulator at this host, or else the one that shares most of the path's beginning. */
function ownerOf<S extends { contract: Contract }>(
  simulators: readonly S[],
  path: string,
  addressed: AddressedHost,
): S | undefined {
  const atHost = simulators.filter(({ contract }) => hostAddressed(contract, addressed) !== undefined)
  if (atHost.length === 1) return atHost[0]
  let best: { simulator: S; shared: number } | undefined
  for (const simulator of simulators) {
    for (const operation of simulator.contract.operations) {
      const shared = sharedBeginning(operation.path, path)
      if (shared > (best?.shared ?? 0)) best = { simulator, shared }
    }
  }
  return best?.simulator
}

const VERSION = /^v\d+$/

/**
 * How much of a path's beginning a template shares, in any case. A name counts more than a version, and another version
 * does not end what they share: `/v1/books` is nearer to `/v2/books` than to `/v1/loans`.
 */
function sharedBeginning(template: string, path: string): number {
  const actual = path.toLowerCase().split('/')
  let shared = 0
  for (const [at, segment] of template.toLowerCase().split('/').entries()) {
    if (at === 0) continue
    if (segment === actual[at]) shared += VERSION.test(segment) ? 1 : 2
    else if (!VERSION.test(segment) || !VERSION.test(actual[at] ?? '')) break
  }
  return shared
}
