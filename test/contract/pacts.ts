/** The consumers' pacts of all APIs, and where each is kept. */
import { join } from 'node:path'
import { simulators } from '../../mocks/simulators.ts'
import { CONSUMER, type OpenPact, openPact } from './pact.ts'

const opened = simulators.map(async (simulator) => {
  const loaded = await simulator.definition.examples?.()
  if (!loaded) throw new Error(`${simulator.name} has no examples.`)
  return [simulator.name, () => openPact(simulator, loaded.examples)] as const
})

export const pacts: Readonly<Record<string, () => OpenPact>> = Object.fromEntries(await Promise.all(opened))

export const pactFile = (simulator: string) =>
  join(import.meta.dirname, `../../contracts/${simulator}/pacts/${CONSUMER}.gen.json`)
