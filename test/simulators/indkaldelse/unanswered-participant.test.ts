import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { ANOTHER_DELTAGER, callerAs, DELTAGER, deltager, newIndkaldelse } from './client.ts'

eachDoor('[IN-10] [IN-24] while a participant has not answered, another one is 90101', async (door) => {
  const caller = await callerAs(door)
  const id = await newIndkaldelse(caller)
  await caller.createMyndighedsdeltager(DELTAGER, deltager(id))
  const another = await caller.createMyndighedsdeltager(ANOTHER_DELTAGER, deltager(id))
  expect(another).toMatchObject({
    status: 409,
    errors: [
      {
        fejlkode: 90101,
        fejltekst: 'Opdater eksisterende myndighedsdeltagere inden oprettelse af nye',
        beskrivelse: 'Opdater eksisterende myndighedsdeltagere inden oprettelse af nye',
      },
    ],
  })
  expect(another.reason).toContain(DELTAGER)
})

for (const deltagelse of [true, false]) {
  eachDoor(`[IN-24] once the participant answered ${deltagelse}, another one is created`, async (door) => {
    const caller = await callerAs(door)
    const id = await newIndkaldelse(caller)
    await caller.createMyndighedsdeltager(DELTAGER, deltager(id))
    const answer = { myndighedsrepraesentantenDeltager: deltagelse }
    await caller.updateMyndighedsdeltager(DELTAGER, deltager(id, answer))
    expect((await caller.createMyndighedsdeltager(ANOTHER_DELTAGER, deltager(id))).status).toBe(200)
  })
}

eachDoor(
  '[IN-24] a participant of another indkaldelse, or one that was deleted, does not count',
  async (door) => {
    const caller = await callerAs(door)
    const [id, other] = [await newIndkaldelse(caller), await newIndkaldelse(caller)]
    await caller.createMyndighedsdeltager(DELTAGER, deltager(other))
    expect((await caller.createMyndighedsdeltager(ANOTHER_DELTAGER, deltager(id))).status).toBe(200)
    await caller.deleteMyndighedsdeltager(DELTAGER, other)
    expect((await caller.createMyndighedsdeltager(DELTAGER, deltager(other))).status).toBe(200)
  },
)
