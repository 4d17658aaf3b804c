/** `Control` over HTTP: what a test in another process says to a running server. */
import type { Control } from './control.ts'
import { UsageError } from './usage-error.ts'

export interface ConnectOptions {
  /** Name of the tenant; without it, the server's own. */
  tenant?: string
  /** Control token, if the server demands one. */
  token?: string
}

/**
 * Control of a running server.
 * @param url where the server listens, such as `http://127.0.0.1:4010`.
 */
export function connect(url: string, { tenant, token }: ConnectOptions = {}): Control {
  const base = `${url.replace(/\/+$/, '')}${tenant ? `/t/${encodeURIComponent(tenant)}` : ''}/_tvilling`

  async function call<R>(method: string, path: string, body?: unknown): Promise<R> {
    const headers: Record<string, string> = { accept: 'application/json' }
    if (token) headers['authorization'] = `Bearer ${token}`
    const init: RequestInit = { method, headers }
    if (body !== undefined) {
      headers['content-type'] = 'application/json'
      init.body = JSON.stringify(body)
    }
    const response = await fetch(`${base}${path}`, init)
    const text = await response.text()
    const answer = text === '' ? undefined : JSON.parse(text)
    if (!response.ok) throw new UsageError(String(answer?.error), response.status as 400 | 404 | 409)
    return answer as R
  }

  const get = <R>(path: string, query: object = {}) => call<R>('GET', `${path}${queryOf(query)}`)
  const segment = encodeURIComponent

  return {
    clock: {
      read: () => get('/clock'),
      set: (change) => call('PUT', '/clock', change),
      advance: (target) =>
        call('POST', '/clock/advance', typeof target === 'string' ? { by: target } : target),
    },
    scenarios: {
      list: async () => (await get<{ scenarios: never[] }>('/scenarios')).scenarios,
      load: (name, parameters = {}) => call('POST', `/scenarios/${segment(name)}`, parameters),
    },
    subjects: { list: async () => (await get<{ subjects: never[] }>('/subjects')).subjects },
    simulators: { list: async () => (await get<{ simulators: never[] }>('/simulators')).simulators },
    state: {
      page: (simulator, collection, query) =>
        get(`/state/${segment(simulator)}/${segment(collection)}`, query),
      transition: (simulator, collection, key, to) =>
        call('POST', `/state/${segment(simulator)}/${segment(collection)}/${segment(key)}/transition`, {
          to,
        }),
    },
    people: { change: (number, patch) => call('PATCH', `/people/${segment(number)}`, patch) },
    events: { fire: (event) => call('POST', '/events', event) },
    faults: {
      add: (declaration) => call('POST', '/faults', declaration),
      list: async () => (await get<{ faults: never[] }>('/faults')).faults,
      clear: () => call('DELETE', '/faults'),
    },
    journal: {
      find: async (filter) => (await get<{ exchanges: never[] }>('/journal', filter)).exchanges,
      clear: () => call('DELETE', '/journal'),
    },
    deliveries: {
      list: async (filter) => (await get<{ deliveries: never[] }>('/deliveries', filter)).deliveries,
      redeliver: (id) => call('POST', `/deliveries/${segment(id)}/redeliver`),
      settled: () => call('POST', '/deliveries/settled'),
    },
    contract: (simulator) => get(`/contracts/${segment(simulator)}.json`),
    reset: () => call('POST', '/reset'),
  }
}

function queryOf(query: object): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  const text = new URLSearchParams(
    Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
  ).toString()
  return text && `?${text}`
}
