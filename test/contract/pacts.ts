/** The consumers' pacts of all APIs, and where each is kept. */
import { join } from 'node:path'
import type { Simulator } from 'tvilling'
import { simulators } from '../../mocks/simulators.ts'
import { examplesOf } from './example-call.ts'
import { CONSUMER, type OpenPact, openPact } from './pact.ts'

export type Pacts = Readonly<Record<string, () => OpenPact>>

/** Those of simulators that may have settings of a user. */
export async function pactsOf(simulators: readonly Simulator[]): Promise<Pacts> {
  const opened = simulators.map(async (simulator) => {
    const examples = await examplesOf(simulator)
    return [simulator.name, () => openPact(simulator, examples)] as const
  })
  return Object.fromEntries(await Promise.all(opened))
}

export const pacts = await pactsOf(simulators)

const contracts = join(import.meta.dirname, '../../contracts')

export const pactFile = (simulator: string, folder = contracts) =>
  join(folder, simulator, 'pacts', `${CONSUMER}.gen.json`)
