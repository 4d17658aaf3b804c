import { createHarness } from 'tvilling'
import { consumerIntelligence } from 'tvilling/mocks'
import { expect, test } from 'vitest'

test('[CI-38] a simulator is described with the evidence and the stability of each operation', async () => {
  await using harness = await createHarness({ simulators: [consumerIntelligence] })
  const [listing] = await harness.simulators.list()
  const of = (wanted: string) => listing?.operations.find(({ id }) => id === wanted)
  expect(of('findPerson')).toMatchObject({ stability: 'beta', evidence: expect.stringMatching(/^seed CI-/) })
  expect(of('listConsumers')).toMatchObject({ stability: 'experimental' })
  expect(of('requestToken')?.stability).toBeUndefined()
})
