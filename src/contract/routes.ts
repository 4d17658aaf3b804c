/** The paths of a contract as a routing table. It is made once for a contract; harnesses share it. */
import { createRequire } from 'node:module'
import type createFindMyWay from 'find-my-way'
import type { Contract, Operation } from './contract.ts'

export interface Route {
  /** As its first operation writes it, such as `/webhooks/{id}`. */
  path: string
  /** The path without the names of its parameters: paths that differ only in names are one. */
  template: string
  /** How many parameters are in it. */
  parameters: number
  byMethod: ReadonlyMap<string, Operation>
  /** Names of the parameters in order, by method: two methods of one path may name them differently. */
  names: ReadonlyMap<string, readonly string[]>
}

export interface Routes {
  all: readonly Route[]
  /** The route of a path, with the values of its parameters in order, decoded. */
  find(path: string): FoundRoute | undefined
  /** As `find`, without regard to upper and lower case. */
  findInAnyCase(path: string): FoundRoute | undefined
}

export interface FoundRoute {
  route: Route
  values: readonly string[]
}

type OpenRoute = Route & { byMethod: Map<string, Operation>; names: Map<string, string[]> }

export function createRoutes({ operations }: Pick<Contract, 'operations'>): Routes {
  const byTemplate = new Map<string, OpenRoute>()
  for (const operation of operations) {
    const { path, method } = operation
    const names = namesIn(path)
    const template = templateOf(path)
    const route = byTemplate.get(template) ?? {
      path,
      template,
      parameters: names.length,
      byMethod: new Map(),
      names: new Map(),
    }
    route.byMethod.set(method, operation)
    route.names.set(method, names)
    byTemplate.set(template, route)
  }
  const withNone = [...byTemplate.values()].filter(({ parameters }) => parameters === 0)
  const withoutParameters = new Map(withNone.map((route) => [route.path, route]))
  const table = createTable(byTemplate.values(), true)
  let inAnyCase: Table | undefined

  return {
    all: [...byTemplate.values()],

    find(path) {
      const exact = withoutParameters.get(path)
      return exact ? { route: exact, values: [] } : lookUp(table, path)
    },

    findInAnyCase(path) {
      inAnyCase ??= createTable(byTemplate.values(), false)
      return lookUp(inAnyCase, path)
    },
  }
}

type Table = createFindMyWay.Instance<createFindMyWay.HTTPVersion.V1>

function createTable(routes: Iterable<Route>, caseSensitive: boolean): Table {
  // Loaded here, so that whoever imports a simulator does not pay for it before the first request.
  const create = createRequire(import.meta.url)('find-my-way') as typeof createFindMyWay
  const table = create<createFindMyWay.HTTPVersion.V1>({ maxParamLength: 4_096, caseSensitive })
  const taken = new Set<string>()
  for (const route of routes) {
    // Of two paths that differ in case alone, the first has the other spellings.
    const template = caseSensitive ? route.template : route.template.toLowerCase()
    if (taken.has(template)) continue
    taken.add(template)
    // All paths are registered for GET and the method is looked up later, so that a known path with a wrong method
    // is recognized.
    table.on('GET', template, () => {}, route)
  }
  return table
}

function lookUp(table: Table, path: string): FoundRoute | undefined {
  const found = table.find('GET', path)
  if (!found) return undefined
  const route = found.store as Route
  return { route, values: Array.from({ length: route.parameters }, (_, at) => found.params[at] ?? '') }
}

const PARAMETER = /\{([^}]+)\}/g
/** What find-my-way knows to be the end of a parameter. */
const ENDS = /^(?:[-./]|$)/

/**
 * A path as find-my-way reads it: parameters are numbered, since it reads a name such as `consumer-id` as two parts,
 * and two colons stand for a colon. Of one such as `{id}:cancel` it must be told where it ends.
 */
function templateOf(path: string): string {
  let index = 0
  return path.replaceAll(':', '::').replaceAll(PARAMETER, (written, _name, at: number, whole: string) => {
    const number = index++
    return ENDS.test(whole.slice(at + written.length)) ? `:${number}` : `:${number}([^/]*?)`
  })
}

const namesIn = (path: string) => [...path.matchAll(PARAMETER)].map(([, name]) => String(name))
