import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { CSV, logIn, OTHER, PERSON } from './client.ts'

eachDoor("bundle-approved makes a bundle, or replaces a known one's list", async (door) => {
  const client = await logIn(door)
  const made = await door.control.scenarios.load('bundle-approved', { id: 'customers', name: 'Customers' })
  expect(made).toEqual({
    client: 'tvilling',
    id: 'customers',
    name: 'Customers',
    status: 'APPROVED',
    entityCount: 2,
    lastModified: '2026-01-01T00:00:00.000Z',
    numbers: [PERSON, OTHER],
  })
  const again = await door.control.scenarios.load('bundle-approved', { id: 'customers', numbers: [PERSON] })
  expect(again).toMatchObject({ name: 'Customers', entityCount: 1 })
  expect(await client.bundle('customers')).toMatchObject({ status: 'APPROVED', entityCount: 1 })
  expect((await client.update(CSV, {}, 'customers')).body.status).toBe('PENDING')
})

eachDoor('[PM-18] bundle-sent-in leaves the rest to time', async (door) => {
  const client = await logIn(door)
  const sentIn = await door.control.scenarios.load('bundle-sent-in')
  expect(sentIn).toMatchObject({ id: 'b1', status: 'SENT_IN', entityCount: 1_001 })
  await door.control.clock.advance('PT8M')
  expect((await client.bundle())?.status).toBe('APPROVED')
})

eachDoor('bundle-created begins with an empty list', async (door) => {
  const client = await logIn(door)
  await client.update(CSV)
  await door.control.scenarios.load('bundle-created', { id: 'b1', name: 'Anew' })
  await door.control.clock.advance('PT4M')
  expect(await client.bundle()).toMatchObject({ name: 'Anew', status: 'APPROVED', entityCount: 0 })
})

eachDoor('a scenario that contradicts itself says so', async (door) => {
  const { scenarios } = door.control
  const wrong = numberOf('wrong-check-digit')
  await expect(scenarios.load('bundle-approved', { numbers: [wrong] })).rejects.toThrow(wrong)
  await expect(scenarios.load('bundle-incorrect', { numbers: [PERSON] })).rejects.toThrow('check digit')
  await expect(scenarios.load('bundle-approved', { numbers: ['x'] })).rejects.toThrow('"x"')
  await expect(scenarios.load('bundle-created', { client: 'nobody' })).rejects.toThrow('nobody')
})

eachDoor('[PM-20] each documented subject does on a bundle what it is documented to do', async (door) => {
  const client = await logIn(door)
  const subjects = (await door.control.subjects.list()).filter(
    ({ simulator }) => simulator === 'person-monitoring',
  )
  expect(subjects.length).toBeGreaterThan(0)
  for (const { number, triggers } of subjects) {
    await client.update(number)
    await door.control.clock.advance('PT4M')
    const status = /INCORRECT/.test(triggers) ? 'INCORRECT' : 'APPROVED'
    expect(await client.bundle(), triggers).toMatchObject({ status })
  }
})
