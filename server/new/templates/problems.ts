import type { Model } from '../model.ts'
import { text } from './code.ts'

/** `problems.ts`: the provider's errors. */
export function problemsFile({ title }: Model): string {
  return text(
    `/** The errors of ${title.replaceAll('*/', '')}, in the form that its contract has for them. */
import { type Dialect, type Failure, type FailureSetting, explainFailure } from 'tvilling'
import { contract } from './contract.ts'`,
    `/** Answers with the first of these statuses that the operation documents; write the provider's own words here. */
const says =
  (...statuses: [number, ...number[]]) =>
  (failure: Failure, setting: FailureSetting) =>
    contract.refuse(statuses, explainFailure(failure), setting)`,
    `export const problems: Dialect = {
  unmatched: says(404),
  method: says(405),
  unauthenticated: says(401, 403),
  scope: says(403, 401),
  oversized: says(413, 400, 422),
  'media-type': says(415, 400, 422),
  malformed: says(400, 422),
  violations: says(400, 422),
  internal: says(500, 503),
  fault: (failure, setting) => says(failure.status)(failure, setting),
}`,
  )
}

/** \`access.ts\`: who is let in, where the contract asks for something else than OAuth client credentials. */
export function accessFile(): string {
  return text(
    `/**
 * Who is let in. Whatever the contract asks for (a key, a password, a token of another service) must be there; any
 * that is not empty is taken, since nobody has told this twin which ones are right.
 */
import type { ApiResult } from 'tvilling'
import { contract } from './contract.ts'
import type { CallContext } from './states.ts'`,
    `export async function admit(context: CallContext): Promise<ApiResult | undefined> {
  const missing = contract.missingCredential(context)
  if (missing === undefined) return undefined
  context.setReason(missing)
  return contract.refuse([401, 403], missing, context)
}`,
  )
}
