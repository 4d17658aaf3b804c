import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs } from './client.ts'

eachDoor('[IN-03] of 200 calls at once with one request id, exactly one gets through', async (door) => {
  const caller = await callerAs(door)
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => caller.createIndkaldelse(undefined, { requestId: 'one' })),
  )
  const statuses = answers.map(({ status }) => status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(1)
  expect(statuses.filter((status) => status === 412)).toHaveLength(199)
  expect((await door.control.state.page('indkaldelse', 'indkaldelser')).items).toHaveLength(1)
})
