/** Starts exchanges: each gets its number and its place in the journal. */
import type { UnitOfWork, UnitsOfWork } from '../harness/unit-of-work.ts'
import type { Journal } from '../journal/journal.ts'
import { StoreUnavailable } from '../store/shared-store.ts'
import type { ApiRequest } from './messages.ts'
import { traceOf } from './trace-context.ts'

/** A started exchange: its number, its position in the journal, and the instant of its answer. */
export interface Opened {
  /** 0 if the journal cannot have it. */
  id: number
  turn: number
  at: number
}

export interface OpenedDeps {
  journal: Pick<Journal, 'open' | 'shared'>
  units: Pick<UnitsOfWork, 'run' | 'clock'>
}

/** Starts an exchange. Exchanges are numbered in the order of their answers, so that a replay can repeat it. */
export function open(
  { journal }: Pick<OpenedDeps, 'journal'>,
  unit: UnitOfWork,
  request?: ApiRequest,
): Opened {
  const { id, turn } = journal.open()
  unit.exchange = id
  unit.trace = request && traceOf(request)
  return { id, turn, at: unit.at }
}

/** Starts an exchange whose answer does not need the state. */
export async function openOutside(deps: OpenedDeps): Promise<Opened> {
  const { journal, units } = deps
  if (!journal.shared) return { ...journal.open(), at: units.clock.now() }
  try {
    return await units.run(async (unit) => open(deps, unit))
  } catch (error) {
    if (error instanceof StoreUnavailable) return unnumbered(deps)
    throw error
  }
}

/** An exchange that the journal cannot have. */
export function unnumbered({ units }: Pick<OpenedDeps, 'units'>): Opened {
  return { id: 0, turn: 0, at: units.clock.now() }
}
