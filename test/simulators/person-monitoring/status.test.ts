import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { CSV, logIn, manyNumbers, PERSON } from './client.ts'

eachDoor('[PM-04] a bundle can be brought into each of the five statuses', async (door) => {
  const client = await logIn(door)
  for (const [scenario, status] of [
    ['bundle-approved', 'APPROVED'],
    ['bundle-incorrect', 'INCORRECT'],
    ['bundle-missing', 'MISSING'],
    ['bundle-sent-in', 'SENT_IN'],
  ]) {
    await door.control.scenarios.load(String(scenario), { id: 'b1' })
    expect((await client.bundle())?.status).toBe(status)
  }
  await client.update(CSV)
  expect((await client.bundle())?.status).toBe('PENDING')
})

eachDoor('[PM-05] [PM-18] 1,000 rows are PENDING at first, one more is SENT_IN', async (door) => {
  const client = await logIn(door)
  const numbers = await manyNumbers(door, 1_001)
  const small = await client.update(numbers.slice(0, 1_000).join('\n'))
  expect(small.body).toMatchObject({ status: 'PENDING', entityCount: 1_000 })
  const large = await client.update(numbers.join('\n'))
  expect(large.body).toMatchObject({ status: 'SENT_IN', entityCount: 1_001 })
})

eachDoor('[PM-18] a small list is done after 4 minutes and a large one after 8, not before', async (door) => {
  const client = await logIn(door)
  await client.update(CSV)
  await client.update((await manyNumbers(door, 1_001)).join('\n'), {}, 'b2')
  const statuses = async () => [(await client.bundle('b1'))?.status, (await client.bundle('b2'))?.status]
  await door.control.clock.advance('PT3M59.999S')
  expect(await statuses()).toEqual(['PENDING', 'SENT_IN'])
  await door.control.clock.advance('PT0.001S')
  expect(await statuses()).toEqual(['APPROVED', 'PENDING'])
  await door.control.clock.advance('PT3M59.999S')
  expect(await statuses()).toEqual(['APPROVED', 'PENDING'])
  await door.control.clock.advance('PT0.001S')
  expect(await statuses()).toEqual(['APPROVED', 'APPROVED'])
})

eachDoor(
  '[PM-18] threshold and times are settings',
  async (door) => {
    const client = await logIn(door)
    expect((await client.update(CSV)).body.status).toBe('SENT_IN')
    await door.control.clock.advance('PT1M')
    expect((await client.bundle())?.status).toBe('PENDING')
    await door.control.clock.advance('PT2M')
    expect((await client.bundle())?.status).toBe('APPROVED')
    expect((await client.update(PERSON)).body.status).toBe('PENDING')
  },
  { settings: { 'person-monitoring': { largeFile: 1, sentInTime: 'PT1M', pendingTime: 'PT2M' } } },
)

eachDoor('[PM-20] a large list with a bad number is INCORRECT when its time is over', async (door) => {
  const client = await logIn(door)
  const numbers = [...(await manyNumbers(door, 1_001)), numberOf('wrong-check-digit'), '198013012389']
  expect((await client.update(numbers.join('\n'))).body).toMatchObject({ status: 'SENT_IN' })
  const { transitions } = await door.control.clock.advance('PT8M')
  const ours = transitions.filter(({ key }) => key === 'tvilling:b1').map(({ to }) => to)
  expect(ours).toEqual(['PENDING', 'INCORRECT'])
})

eachDoor('[PM-20] MISSING comes on demand, from wherever the bundle stands', async (door) => {
  const client = await logIn(door)
  const to = (status: string) =>
    door.control.state.transition('person-monitoring', 'bundles', 'tvilling:b1', status)
  await client.update(CSV)
  expect(await to('MISSING')).toMatchObject({ id: 'b1', status: 'MISSING' })
  await door.control.clock.advance('PT30M')
  expect((await client.bundle())?.status).toBe('MISSING')
  await expect(to('APPROVED')).rejects.toThrow('PENDING')
  await client.update(CSV)
  await door.control.clock.advance('PT4M')
  expect((await client.bundle())?.status).toBe('APPROVED')
  expect(await to('MISSING')).toMatchObject({ status: 'MISSING' })
})

eachDoor('[PM-21] an update under way is replaced by the next, and its time begins again', async (door) => {
  const client = await logIn(door)
  await client.update(`${PERSON}\n${numberOf('wrong-check-digit')}`)
  await door.control.clock.advance('PT3M')
  expect((await client.update(PERSON)).body).toMatchObject({ status: 'PENDING', entityCount: 1 })
  await door.control.clock.advance('PT3M')
  expect((await client.bundle())?.status).toBe('PENDING')
  await door.control.clock.advance('PT1M')
  expect(await client.bundle()).toMatchObject({ status: 'APPROVED', entityCount: 1 })

  await door.control.scenarios.load('bundle-sent-in')
  await door.control.clock.advance('PT3M')
  expect((await client.update(PERSON)).body).toMatchObject({ status: 'PENDING', entityCount: 1 })
  await door.control.clock.advance('PT4M')
  expect((await client.bundle())?.status).toBe('APPROVED')
})
