/** Who may call: everybody, unless a setting or a scenario says otherwise (BR-20). */
import { failed, forbidden } from './problems.ts'
import type { ApiContext, CallContext, Refusal } from './states.ts'

/** Admits all callers, or answers none of them but with an error, from now on. This overrides the setting. */
export async function decideAdmission(
  refusal: Refusal | null,
  { collections, clock }: ApiContext,
): Promise<void> {
  await collections.admissions.put({ who: 'everybody', refusal, since: clock.iso() })
}

/** Refuses a caller before the body is checked (BR-04, BR-06, BR-07, BR-20). */
export async function admit({ collections, settings, request, clock, random, setReason }: CallContext) {
  const decided = await collections.admissions.get('everybody')
  const refusal = decided ? decided.refusal : settings.forbidden ? 403 : null
  if (refusal === null) return undefined
  const what = refusal === 403 ? 'callers are forbidden' : `reports are answered with ${refusal}`
  setReason(
    decided
      ? `BR-20: ${what} since ${decided.since}; the scenario birth-report-allowed lets them in.`
      : 'BR-20: callers are forbidden by the setting "forbidden".',
    'BR-20',
  )
  return refusal === 403 ? forbidden(request.path, clock.now()) : failed(refusal, random)
}
