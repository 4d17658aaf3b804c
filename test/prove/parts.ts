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
}
