import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, DELTAGER, deltager, NOTHING, newIndkaldelse } from './client.ts'

eachDoor('[IN-05] an id in the path that is no UUID is 1014, and the description names it', async (door) => {
  const caller = await callerAs(door)
  const body = deltager(NOTHING, { myndighedsrepraesentantenDeltager: true })
  for (const id of ['1', `urn:uuid:${DELTAGER}`, `${DELTAGER}0`, DELTAGER.replaceAll('-', '')]) {
    for (const answer of [
      await caller.createMyndighedsdeltager(id, body),
      await caller.updateMyndighedsdeltager(id, body),
      await caller.deleteMyndighedsdeltager(id, NOTHING),
    ]) {
      expect(answer).toMatchObject({ status: 400, fejlkoder: [1014] })
      expect(answer.errors[0]?.beskrivelse).toBe('path myndighedsdeltagerid er ikke et gyldigt uuid')
    }
    const answer = await caller.deleteMyndighedsdeltager(DELTAGER, id)
    expect(answer).toMatchObject({ status: 400, fejlkoder: [1014] })
    expect(answer.errors[0]?.beskrivelse).toBe('path indkaldelseid er ikke et gyldigt uuid')
  }
})

eachDoor('[IN-05] a UUID is the same in upper and in lower case', async (door) => {
  const caller = await callerAs(door)
  const id = await newIndkaldelse(caller)
  await caller.createMyndighedsdeltager(DELTAGER.toUpperCase(), deltager(id.toUpperCase()))
  const again = await caller.createMyndighedsdeltager(DELTAGER, deltager(id))
  expect(again.fejlkoder).toEqual([90105])
  const removed = await caller.deleteMyndighedsdeltager(DELTAGER.toUpperCase(), id.toUpperCase())
  expect(removed.status).toBe(204)
})
