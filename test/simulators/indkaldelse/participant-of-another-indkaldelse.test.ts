import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, DELTAGER, deltager, newIndkaldelse } from './client.ts'

eachDoor('[IN-12] updating or deleting a participant of another indkaldelse is 90103', async (door) => {
  const caller = await callerAs(door)
  const [id, other] = [await newIndkaldelse(caller), await newIndkaldelse(caller)]
  await caller.createMyndighedsdeltager(DELTAGER, deltager(other))
  const answer = { myndighedsrepraesentantenDeltager: true }
  for (const refused of [
    await caller.updateMyndighedsdeltager(DELTAGER, deltager(id, answer)),
    await caller.deleteMyndighedsdeltager(DELTAGER, id),
  ]) {
    const text = 'Det angivne DeltagerId hører til en anden indkaldelse end den angivne'
    expect(refused).toMatchObject({
      status: 409,
      errors: [{ fejlkode: 90103, fejltekst: text, beskrivelse: text }],
    })
    expect(refused.reason).toContain(other)
  }
  expect((await caller.deleteMyndighedsdeltager(DELTAGER, other)).status).toBe(204)
})
