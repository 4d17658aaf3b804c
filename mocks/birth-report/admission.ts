/** Who may call: everybody, unless callers were forbidden by the setting or a scenario (BR-20). */
import { forbidden } from './problems.ts'
import type { ApiContext, CallContext } from './states.ts'

/** Lets all callers in, or none, from now on and whatever the setting says. */
export async function decideAdmission(
  isForbidden: boolean,
  { collections, clock }: ApiContext,
): Promise<void> {
  await collections.admissions.put({ who: 'everybody', forbidden: isForbidden, since: clock.iso() })
}

/** Refuses a caller that was forbidden, before the body is looked at (BR-04, BR-20). */
export async function admit({ collections, settings, request, clock, setReason: because }: CallContext) {
  const decided = await collections.admissions.get('everybody')
  if (!(decided?.forbidden ?? settings.forbidden)) return undefined
  because(
    decided
      ? `BR-20: callers are forbidden since ${decided.since}; the scenario birth-report-allowed lets them in.`
      : 'BR-20: callers are forbidden by the setting "forbidden".',
  )
  return forbidden(request.path, clock.now())
}
