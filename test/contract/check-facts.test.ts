import { simulators } from 'tvilling/mocks'
import { describe, expect, test } from 'vitest'
import { planOf } from '../../server/verify/verify.ts'

describe('each check of a plan names the facts that it proves, so that its failure can be classed', () => {
  test.each(simulators.map((simulator) => [simulator.name, simulator] as const))(
    '%s',
    async (_, simulator) => {
      const { checks, refusals, mediaTypes = {} } = await planOf(simulator)
      expect(checks.filter(({ facts }) => !facts?.length).map(({ name }) => name)).toEqual([])
      const named = [
        ...checks.flatMap(({ facts = [] }) => facts),
        ...Object.values(refusals.facts ?? {}).flat(),
        ...Object.values(mediaTypes).flat(),
      ]
      expect(named.filter((fact) => !simulator.facts.has(fact))).toEqual([])
    },
  )
})
