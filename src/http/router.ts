/** Finds the operation that a request means; the OpenAPI documents are the routing table. */
import createFindMyWay from 'find-my-way'
import type { Contract, Operation } from '../contract/contract.ts'
import { nearest } from '../control/nearest.ts'
import { UsageError } from '../control/usage-error.ts'

export type Match<S> =
  | { kind: 'operation'; simulator: S; operation: Operation; parameters: Record<string, string> }
  | { kind: 'method'; simulator: S; allow: string[]; operations: Operation[] }
  /** `simulator` is the one whose paths begin like this one, if there is one. */
  | { kind: 'none'; simulator: S | undefined; nearest: string[]; why: string[] }

export interface Router<S> {
  match(request: { method: string; path: string; host?: string }): Match<S>
}

interface PathEntry<S> {
  simulator: S
  byMethod: Map<string, Operation>
}

/** @throws UsageError when two simulators claim the same path. */
export function createRouter<S extends { name: string; contract: Contract }>(
  simulators: readonly S[],
): Router<S> {
  const paths = createFindMyWay<createFindMyWay.HTTPVersion.V1>({ maxParamLength: 4_096 })
  const entries = new Map<string, PathEntry<S>>()
  for (const simulator of simulators) {
    for (const operation of simulator.contract.operations) {
      const template = templateOf(operation.path)
      const entry = entries.get(template) ?? { simulator, byMethod: new Map() }
      if (entry.simulator !== simulator) {
        throw new UsageError(`${entry.simulator.name} and ${simulator.name} both claim ${operation.path}.`)
      }
      entry.byMethod.set(operation.method, operation)
      entries.set(template, entry)
    }
  }
  // Methods are ours to tell apart, so that a known path with another method is known as such.
  for (const [template, entry] of entries) paths.on('GET', template, () => {}, entry)

  return {
    match({ method, path, host }) {
      const found = paths.find('GET', path)
      if (!found) return miss(simulators, method, path, host)
      const { simulator, byMethod } = found.store as PathEntry<S>
      const operation = byMethod.get(method)
      if (!operation) {
        return { kind: 'method', simulator, allow: [...byMethod.keys()], operations: [...byMethod.values()] }
      }
      const names = namesIn(operation.path)
      const parameters = Object.fromEntries(names.map((name, index) => [name, found.params[index] ?? '']))
      return { kind: 'operation', simulator, operation, parameters }
    },
  }
}

/**
 * A path as the router takes it. Parameters go by number: a name such as `consumer-id` would be two parts, and two
 * methods of a path may name its parameters differently. Two colons are a colon.
 */
function templateOf(path: string): string {
  const plain = path.replaceAll(':', '::')
  return namesIn(plain).reduce((text, name, index) => text.replace(`{${name}}`, `:${index}`), plain)
}

const namesIn = (path: string) => [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => String(name))

function miss<S extends { name: string; contract: Contract }>(
  simulators: readonly S[],
  method: string,
  path: string,
  host: string | undefined,
): Match<S> {
  const known = simulators.flatMap(({ contract }) =>
    contract.operations.map((operation) => `${operation.method} ${operation.path}`),
  )
  const close = nearestOr(`${method} ${path}`, known, simulators)
  return {
    kind: 'none',
    simulator: ownerOf(simulators, path, host),
    nearest: close,
    why: close.map((operation) => whyNot(operation, method, path)),
  }
}

/** Longest part of a path that is told back. */
const LONGEST = 60

/** Why a request is not for an operation, such as `GET /books`. */
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

/** Without anything alike, the first operation of each simulator shows what paths look like here. */
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

/** The simulator at this host, or else the one that shares the most leading segments, at least one. */
function ownerOf<S extends { contract: Contract }>(
  simulators: readonly S[],
  path: string,
  host: string | undefined,
): S | undefined {
  const atHost = simulators.filter(({ contract }) => host !== undefined && contract.hosts.has(host))
  if (atHost.length === 1) return atHost[0]
  let best: { simulator: S; shared: number } | undefined
  for (const simulator of simulators) {
    for (const operation of simulator.contract.operations) {
      const shared = sharedSegments(operation.path, path)
      if (shared > (best?.shared ?? 0)) best = { simulator, shared }
    }
  }
  return best?.simulator
}

function sharedSegments(template: string, path: string): number {
  const expected = template.split('/').slice(1)
  const actual = path.split('/').slice(1)
  const differs = expected.findIndex((segment, index) => segment !== actual[index])
  return differs === -1 ? expected.length : differs
}
