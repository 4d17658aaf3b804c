/** The errors of Petstore, in the form that its contract has for them. */
import { type Dialect, type Failure, type FailureSetting, explainFailure } from 'tvilling'
import { contract } from './contract.ts'

/** Answers with the first of these statuses that the operation documents; write the provider's own words here. */
const says =
  (...statuses: [number, ...number[]]) =>
  (failure: Failure, setting: FailureSetting) =>
    contract.refuse(statuses, explainFailure(failure), setting)

export const problems: Dialect = {
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
}
