/** The paths of a contract as a routing table. It is made once for a contract; harnesses share it. */
import createFindMyWay from 'find-my-way'
import type { Contract, Operation } from './contract.ts'

export interface Route {
  /** Template, such as `/webhooks/{id}`. */
  path: string
  /** Names of its parameters, in order. */
  names: readonly string[]
  byMethod: ReadonlyMap<string, Operation>
}

export interface Routes {
  all: readonly Route[]
  /** The route of a path, with the values of its parameters, decoded. */
  find(path: string): { route: Route; parameters: Record<string, string> } | undefined
}

export function createRoutes({ operations }: Pick<Contract, 'operations'>): Routes {
  const byPath = new Map<string, Route & { byMethod: Map<string, Operation> }>()
  for (const operation of operations) {
    const { path, method } = operation
    const route = byPath.get(path) ?? { path, names: namesIn(path), byMethod: new Map() }
    route.byMethod.set(method, operation)
    byPath.set(path, route)
  }
  const table = createFindMyWay<createFindMyWay.HTTPVersion.V1>({ maxParamLength: 4_096 })
  for (const route of byPath.values()) {
    // All paths are registered for GET and the method is looked up later, so that a known path with a wrong method
    // is recognized. Parameters are numbered: find-my-way reads a name such as `consumer-id` as two parts.
    const template = route.names.reduce(
      (text, name, index) => text.replace(`{${name}}`, `:${index}`),
      route.path,
    )
    table.on('GET', template, () => {}, route)
  }

  return {
    all: [...byPath.values()],

    find(path) {
      const found = table.find('GET', path)
      if (!found) return undefined
      const route = found.store as Route
      const parameters: Record<string, string> = {}
      route.names.forEach((name, index) => {
        parameters[name] = found.params[index] ?? ''
      })
      return { route, parameters }
    },
  }
}

const namesIn = (path: string) => [...path.matchAll(/\{([^}]+)\}/g)].map(([, name]) => String(name))
