import { expect, test } from 'vitest'
import { logIn } from '../engine/sample.ts'
import { openTwoHarnesses } from './two-harnesses.ts'

test('a fault that is declared on one server matches so many requests on all of them', async () => {
  await using two = await openTwoHarnesses()
  const [here, there] = [await logIn(two.one), await logIn(two.other)]
  await two.one.faults.add({
    simulator: 'library',
    operation: 'listBooks',
    fault: 'status',
    status: 500,
    times: 5,
  })
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) => (index % 2 ? here : there).call('GET', '/books')),
  )
  expect(answers.filter(({ status }) => status === 500)).toHaveLength(5)
  expect(await two.other.faults.list()).toEqual([])
})
