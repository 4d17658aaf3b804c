/** `Control` over HTTP, for a test in another process than the server. */
import type { Exchange, JournalPage } from '../journal/journal.ts'
import { checkOptions, shownOption } from './check-options.ts'
import type { Control } from './control.ts'
import { type OptionKinds, text } from './option-kinds.ts'
import { UsageError } from './usage-error.ts'

export interface ConnectOptions {
  /** Name of the tenant; the default tenant if it is left out. */
  tenant?: string
  /** Control token; needed if the server demands one. */
  token?: string
}

const OPTIONS: OptionKinds<ConnectOptions> = { tenant: text('the name of a tenant'), token: text('a token') }

/** Control of one tenant of a server, and of the list of tenants. */
export interface Connection extends Control {
  tenants: {
    list(): Promise<{ tenants: string[]; limit: number }>
    /** Ends a tenant and deletes what it stored; its name is free again. */
    drop(name: string): Promise<void>
  }
  /** The metrics of the server, in the text format of Prometheus. */
  metrics(): Promise<string>
}

/**
 * Controls a running server.
 * @param url where the server listens, such as `http://127.0.0.1:4010`.
 * @throws UsageError if the address or an option is wrong.
 */
export function connect(url: string, options: ConnectOptions = {}): Connection {
  const address = typeof url === 'string' ? URL.parse(url) : null
  if (!/^https?:$/.test(address?.protocol ?? '')) {
    throw new UsageError(
      `connect takes the address of a server, such as "http://127.0.0.1:4010", not ${shownOption(url)}.`,
    )
  }
  checkOptions('connect', OPTIONS, options)
  const { tenant, token } = options
  const base = `${url.replace(/\/+$/, '')}${tenant ? `/t/${encodeURIComponent(tenant)}` : ''}/_tvilling`

  async function call<R>(
    method: string,
    path: string,
    body?: unknown,
    accept = 'application/json',
  ): Promise<R> {
    const headers: Record<string, string> = { accept }
    if (token) headers['authorization'] = `Bearer ${token}`
    const init: RequestInit = { method, headers }
    if (body !== undefined) {
      headers['content-type'] = 'application/json'
      init.body = JSON.stringify(body)
    }
    const response = await fetch(`${base}${path}`, init)
    const text = await response.text()
    const type = response.headers.get('content-type') ?? ''
    const answer = /\bjson\b/.test(type) ? JSON.parse(text) : type ? text : undefined
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
    tokens: { accept: (grant = {}) => call('POST', '/tokens', grant) },
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
      clear: (id) => call('DELETE', id === undefined ? '/faults' : `/faults/${segment(id)}`),
    },
    journal: {
      async find(filter = {}) {
        const found: Exchange[] = []
        if (filter.limit !== undefined) return (await get<JournalPage>('/journal', filter)).exchanges
        for (let after: number | null = filter.after ?? 0; after !== null; ) {
          const page: JournalPage = await get('/journal', { ...filter, after })
          found.push(...page.exchanges)
          after = page.next
        }
        return found
      },
      page: (filter) => get('/journal', filter),
      actions: async () => (await get<{ actions: never[] }>('/journal/actions')).actions,
      explain: (filter = {}) => call('GET', `/journal${queryOf(filter)}`, undefined, 'text/plain'),
      har: () => call('GET', '/journal', undefined, 'application/har+json'),
      clear: () => call('DELETE', '/journal'),
    },
    deliveries: {
      list: async (filter) => (await get<{ deliveries: never[] }>('/deliveries', filter)).deliveries,
      dropped: async () => (await get<{ dropped: number }>('/deliveries', { limit: 1 })).dropped,
      redeliver: (id) => call('POST', `/deliveries/${segment(id)}/redeliver`),
      explain: (filter = {}) => call('GET', `/deliveries${queryOf(filter)}`, undefined, 'text/plain'),
      settled: () => call('POST', '/deliveries/settled'),
    },
    contract: (simulator) => get(`/contracts/${segment(simulator)}.json`),
    seedData: () => get('/seed-data'),
    snapshot: () => get('/snapshot'),
    restore: (snapshot) => call('PUT', '/snapshot', snapshot),
    reset: () => call('POST', '/reset'),
    tenants: {
      list: () => get('/tenants'),
      drop: (name) => call('DELETE', `/tenants/${segment(name)}`),
    },
    metrics: () => call('GET', '/metrics', undefined, 'text/plain'),
  }
}

function queryOf(query: object): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined)
  const text = new URLSearchParams(
    Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
  ).toString()
  return text && `?${text}`
}
