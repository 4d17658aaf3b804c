/** Who may call: everybody, unless a setting or a scenario forbids callers (BR-20). */
import { forbidden } from './problems.ts'
import type { ApiContext, CallContext } from './states.ts'

/** Admits all callers, or none, from now on. This overrides the setting. */
export async function decideAdmission(
  isForbidden: boolean,
  { collections, clock }: ApiContext,
): Promise<void> {
  await collections.admissions.put({ who: 'everybody', forbidden: isForbidden, since: clock.iso() })
}

/** Refuses a forbidden caller before the body is checked (BR-04, BR-20). */
export async function admit({ collections, settings, request, clock, setReason }: CallContext) {
  const decided = await collections.admissions.get('everybody')
  if (!(decided?.forbidden ?? settings.forbidden)) return undefined
  setReason(
    decided
      ? `BR-20: callers are forbidden since ${decided.since}; the scenario birth-report-allowed lets them in.`
      : 'BR-20: callers are forbidden by the setting "forbidden".',
  )
  return forbidden(request.path, clock.now())
}
