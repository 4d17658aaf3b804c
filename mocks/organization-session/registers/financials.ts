/** Accounts, auditor and accountant: the nodes of `financials` (OS-11), empty if unknown (OS-12). */
import type { Organization } from '../../../fixtures/organization.ts'
import type { Schemas } from '../states.ts'
import type { Country } from './country.ts'

/** The last three years, latest first. */
export function accountingOf({ accounts }: Organization): Schemas['AccountingYear'][] {
  return accounts
    .slice(0, 3)
    .map(({ year, currency, turnover, operatingProfit, annualResult, shareCapital, equity }) => ({
      year,
      currency,
      turnover,
      operatingProfit,
      earnings: annualResult,
      shareCapital,
      equity,
    }))
}

/** Figures of the latest year. */
export function keyFiguresOf({ accounts }: Organization, { sources }: Country): Schemas['KeyFigures'] {
  const [latest] = accounts
  if (!latest) return {}
  const { shareCapital, turnover, operatingProfit, equity, annualResult } = latest
  return {
    shareCapital,
    turnover,
    operatingProfit,
    equity,
    earnings: annualResult,
    sources: [sources.accounts],
    accountingYears: accounts.slice(0, 3).map(({ year }) => year),
  }
}

export function auditorOf({ auditor }: Organization, { sources }: Country): Schemas['Auditor'] {
  return auditor
    ? { name: auditor.name, organizationNumber: auditor.number, sources: [sources.register] }
    : {}
}

export function accountantOf({ accountant }: Organization): Schemas['Accountant'] {
  return accountant ? { name: accountant.name, organizationNumber: accountant.number } : {}
}
