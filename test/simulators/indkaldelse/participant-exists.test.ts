import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, DELTAGER, deltager, newIndkaldelse } from './client.ts'

eachDoor('[IN-13] a participant id that exists is 90105, in whatever indkaldelse', async (door) => {
  const caller = await callerAs(door)
  const [id, other] = [await newIndkaldelse(caller), await newIndkaldelse(caller)]
  const answer = { myndighedsrepraesentantenDeltager: true }
  await caller.createMyndighedsdeltager(DELTAGER, deltager(id, answer))
  for (const indkaldelse of [id, other]) {
    const text = 'Det angivne DeltagerId findes allerede i systemet'
    expect(await caller.createMyndighedsdeltager(DELTAGER, deltager(indkaldelse, answer))).toMatchObject({
      status: 409,
      errors: [{ fejlkode: 90105, fejltekst: text, beskrivelse: text }],
    })
  }
})
