/** The parts of `npm run bench`, in this order. */
import type { PartResult } from './report.ts'
import type { Scale } from './scale.ts'

export interface Part {
  about: string
  /** In-process parts run on the core of the servers, parts that load servers on the other core. */
  core: 'server' | 'load'
  /** After so many minutes it is considered hung. */
  minutes: number
  load(): Promise<(scale: Scale) => Promise<PartResult>>
}

export const parts: Readonly<Record<string, Part>> = {
  http: {
    about: 'a page of consumers against bare Express',
    core: 'load',
    minutes: 10,
    load: async () => (await import('./http.ts')).measureHttp,
  },
  peers: {
    about: 'the same page from other mock servers',
    core: 'load',
    minutes: 20,
    load: async () => (await import('./peers.ts')).measurePeers,
  },
  growth: {
    about: 'what a request costs while the rows grow to 1,000,000',
    core: 'server',
    minutes: 15,
    load: async () => (await import('./growth.ts')).measureGrowth,
  },
  harnesses: {
    about: 'making, resetting, keeping and asking harnesses',
    core: 'server',
    minutes: 5,
    load: async () => (await import('./harnesses.ts')).measureHarnesses,
  },
  msw: {
    about: 'the twin through MSW against a canned answer',
    core: 'server',
    minutes: 5,
    load: async () => (await import('./msw.ts')).measureMsw,
  },
  advance: {
    about: 'many transitions in one advance',
    core: 'server',
    minutes: 10,
    load: async () => (await import('./advance.ts')).measureAdvance,
  },
  tenants: {
    about: 'a tenant that asks while another one advances',
    core: 'load',
    minutes: 5,
    load: async () => (await import('./tenants.ts')).measureTenants,
  },
  start: {
    about: 'start, idle memory, import and installation',
    core: 'load',
    minutes: 8,
    load: async () => (await import('./start.ts')).measureStart,
  },
  memory: {
    about: 'memory after many requests',
    core: 'load',
    minutes: 15,
    load: async () => (await import('./memory.ts')).measureMemory,
  },
  deliveries: {
    about: 'webhook messages a second',
    core: 'load',
    minutes: 5,
    load: async () => (await import('./deliveries.ts')).measureDeliveries,
  },
  replicas: {
    about: 'one and two servers over PostgreSQL',
    core: 'load',
    minutes: 25,
    load: async () => (await import('./replicas.ts')).measureReplicas,
  },
  profile: {
    about: 'where the time goes',
    core: 'load',
    minutes: 5,
    load: async () => (await import('./profile.ts')).measureProfile,
  },
}
