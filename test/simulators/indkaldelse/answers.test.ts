import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, DELTAGER, deltager, newIndkaldelse } from './client.ts'

eachDoor('[IN-08] creating a participant answers its UUID, updating and deleting nothing', async (door) => {
  const caller = await callerAs(door)
  const id = await newIndkaldelse(caller)
  const created = await caller.createMyndighedsdeltager(DELTAGER, deltager(id))
  expect(created).toMatchObject({ status: 200, text: JSON.stringify(DELTAGER) })
  expect(created.headers.get('content-type')).toMatch(/^application\/json/)
  const body = deltager(id, { myndighedsrepraesentantenDeltager: true })
  const updated = await caller.updateMyndighedsdeltager(DELTAGER, body)
  expect(updated).toMatchObject({ status: 204, text: '' })
  const removed = await caller.deleteMyndighedsdeltager(DELTAGER, id)
  expect(removed).toMatchObject({ status: 204, text: '' })
})

eachDoor('[IN-08] a deleted participant is gone, and its id is free', async (door) => {
  const caller = await callerAs(door)
  const id = await newIndkaldelse(caller)
  await caller.createMyndighedsdeltager(DELTAGER, deltager(id))
  await caller.deleteMyndighedsdeltager(DELTAGER, id)
  expect((await caller.deleteMyndighedsdeltager(DELTAGER, id)).fejlkoder).toEqual([90107])
  expect((await caller.createMyndighedsdeltager(DELTAGER, deltager(id))).status).toBe(200)
})
