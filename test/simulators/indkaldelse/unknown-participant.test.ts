import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, deltager, NOTHING, newIndkaldelse } from './client.ts'

eachDoor('[IN-14] updating or deleting a participant that does not exist is 90107', async (door) => {
  const caller = await callerAs(door)
  const id = await newIndkaldelse(caller)
  const answer = { myndighedsrepraesentantenDeltager: true }
  for (const refused of [
    await caller.updateMyndighedsdeltager(NOTHING, deltager(id, answer)),
    await caller.deleteMyndighedsdeltager(NOTHING, id),
  ]) {
    const text = 'Det angivne DeltagerId findes ikke'
    expect(refused).toMatchObject({
      status: 404,
      errors: [{ fejlkode: 90107, fejltekst: text, beskrivelse: text }],
    })
  }
})
