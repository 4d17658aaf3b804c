import type { Operations } from 'tvilling'
import type { operations as Promised } from '../../contracts/birth-report/types.gen.ts'
import { takeReport } from './reports.ts'
import type { CallContext } from './states.ts'

export const operations = {
  /** BR-01, BR-02, BR-19. The schema and `inspect` have checked the body. */
  async createBirthReport({ body }, context) {
    const { answer, reason, facts } = await takeReport(body, context, context.exchange)
    context.setReason(reason, ...facts)
    return answer
  },
} satisfies Operations<Promised, CallContext>
