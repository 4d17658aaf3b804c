/** The parts of `npm run prove`, in this order. */
import type { PartResult } from './report.ts'
import type { Scale } from './scale.ts'

export interface Part {
  about: string
  /** After so many minutes it is considered hung. */
  minutes: number
  load(): Promise<(scale: Scale) => Promise<PartResult>>
}

export const parts: Readonly<Record<string, Part>> = {
  models: {
    about: 'five reference models against the five simulators',
    minutes: 30,
    load: async () => (await import('./models.ts')).proveModels,
  },
  fuzz: {
    about: 'malformed requests to every operation, their answers validated with bodies',
    minutes: 60,
    load: async () => (await import('./fuzz.ts')).proveFuzz,
  },
  soak: {
    about: 'a million requests over fifty tenants with bounded memory',
    minutes: 60,
    load: async () => (await import('./soak.ts')).proveSoak,
  },
  kills: {
    about: 'SIGKILLs under load, and what is there afterwards',
    minutes: 30,
    load: async () => (await import('./kills.ts')).proveKills,
  },
  replicas: {
    about: 'two replicas over PostgreSQL behind one address',
    minutes: 30,
    load: async () => (await import('./replicas.ts')).proveReplicas,
  },
  mutation: {
    about: 'mutants of state graphs, authorization and page tokens',
    minutes: 120,
    load: async () => (await import('./mutation.ts')).proveMutation,
  },
}
