/** The order of the test files, in which none of the long ones is left to the end, where one worker would wait for it. */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/**
 * What takes five seconds or more, the longest first. Vitest knows durations of earlier runs alone, and a fresh clone has
 * none: it would go by the size of a file, which says nothing about one that starts servers.
 */
const LONG = [
  'new/guide',
  'contract/verify-mutants',
  'prove/kills',
  'server/large-snapshots',
  'contract/verify',
  'types/misspellings',
  'project/new-operation',
  'project/new-api',
  'server/npm-start',
  'contract/verdicts',
  'postgres/lost-connection',
  'prove/soak',
  'other-provider/organization-session',
  'other-provider/person-monitoring',
  'prove/fuzz',
  'contract/verify-pacts',
  'other-provider/consumer-intelligence',
  'other-provider/indkaldelse',
]

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const index = LONG.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`))
      return index < 0 ? LONG.length : index
    }
    return (await super.sort(files)).sort((a, b) => place(a) - place(b))
  }
}
