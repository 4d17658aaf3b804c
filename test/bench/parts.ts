/** What `npm run bench` consists of, in this order. */
import type { PartResult } from './report.ts'
import type { Scale } from './scale.ts'

export interface Part {
  about: string
  /** In-process parts run on the core of the servers, those that load servers on the other one. */
  core: 'server' | 'load'
  /** When it is taken for hung. */
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
}
