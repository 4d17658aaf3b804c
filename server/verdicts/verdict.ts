/** What a finding says: the provider breaks what it promises, or we have assumed something wrong. */
import type { Ground } from '../../src/contract/evidence.ts'

export interface Verdict {
  class: 'promise' | 'assumption'
  /** Ids of the facts that are assumed; none for a promise. */
  facts: readonly string[]
  /** Settings that mend it, such as `shop.names["Order.item"]`. */
  settings: readonly string[]
}

export const PROMISE: Verdict = { class: 'promise', facts: [], settings: [] }

/** Without a ground nobody assumed anything: it is a promise. */
export function verdictOn(ground: Ground | undefined, settings: readonly string[] = []): Verdict {
  return ground?.evidence === 'assumed' ? { class: 'assumption', facts: ground.facts, settings } : PROMISE
}

/** The verdict on several findings together: one broken promise is enough. */
export function together(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.length === 0 || verdicts.some((verdict) => verdict.class === 'promise')) return PROMISE
  return {
    class: 'assumption',
    facts: [...new Set(verdicts.flatMap(({ facts }) => facts))].sort(),
    settings: [...new Set(verdicts.flatMap(({ settings }) => settings))],
  }
}

/** In words, such as `our assumption is wrong: BR-17; a setting that mends it: shop.words["OrderState"]`. */
export function wordVerdict(verdict: Verdict): string {
  if (verdict.class === 'promise') return 'breaks what the provider promises'
  const { facts, settings } = verdict
  const which = facts.length > 0 ? `: ${facts.join(', ')}` : ''
  const shown = settings.length > SHOWN ? [...settings.slice(0, SHOWN), '…'] : settings
  const mend = shown.length > 0 ? `; a setting that mends it: ${shown.join(', ')}` : '; no setting mends it'
  return `our assumption is wrong${which}${mend}`
}

const SHOWN = 5
