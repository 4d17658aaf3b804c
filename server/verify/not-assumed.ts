/** The ground of a failure that nothing assumed explains: the target does not answer, or gives no token. */
import type { Ground } from '../../src/contract/evidence.ts'

export const NOT_ASSUMED: Ground = { evidence: 'seed', facts: [] }
