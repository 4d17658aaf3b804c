import { simulators } from 'tvilling/mocks'
import { expect, test } from 'vitest'
import { planOf } from '../../server/verify/verify.ts'

test('a simulator that does not say how it is verified is refused in one sentence', async () => {
  const [first] = simulators
  if (!first) throw new Error('There is no simulator.')
  const { verification: _left, ...definition } = first.definition
  await expect(planOf({ ...first, definition })).rejects.toThrow(
    `${first.name} cannot be verified: its simulator has no verification. See mocks/README.md.`,
  )
})
