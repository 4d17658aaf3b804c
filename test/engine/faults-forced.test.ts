import { expect } from 'vitest'
import { eachDoor } from '../doors.ts'
import { library, logIn } from './sample.ts'

eachDoor(
  'an error that the contract does not have can be forced; the journal says so, and it is no breach',
  async (door) => {
    const { call } = await logIn(door)
    const fault = { simulator: 'library', operation: 'readBook', fault: 'status', force: true } as const
    await door.control.faults.add({ ...fault, status: 418, times: 1 })
    await door.control.faults.add({ ...fault, status: 404, times: 1 })
    expect((await call('GET', '/books/b1')).status).toBe(418)
    const documented = await call('GET', '/books/b1')
    expect(documented.headers.get('x-tvilling-reason')).toBe('The fault f2 was declared.')
    expect((await door.control.journal.find({ status: 418 }))[0]).toMatchObject({
      reason: 'The fault f1 was declared. It was forced: the contract of readBook has no 418.',
      fault: { id: 'f1', fault: 'status' },
      breaches: [],
    })
  },
  { simulators: [library()] },
)
