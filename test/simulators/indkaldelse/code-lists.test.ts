import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, DELTAGER, deltager, newIndkaldelse } from './client.ts'

const settings = { indkaldelse: { deltagerroller: [3, 7], afbudsaarsager: [5] } }
const attending = { myndighedsrepraesentantenDeltager: true }

eachDoor(
  '[IN-25] codes are taken from the code lists, which are settings',
  async (door) => {
    const caller = await callerAs(door)
    const id = await newIndkaldelse(caller)
    const codes = { deltagerrolle: 3, afbudsaarsag: 5 }
    expect((await caller.createMyndighedsdeltager(DELTAGER, deltager(id, codes))).status).toBe(200)
    const others = deltager(id, { ...attending, deltagerrolle: 7, afbudsaarsag: 5 })
    expect((await caller.updateMyndighedsdeltager(DELTAGER, others)).status).toBe(204)
  },
  { settings },
)

eachDoor(
  '[IN-25] a code that is on no list is 1014, and the description names it',
  async (door) => {
    const caller = await callerAs(door)
    const id = await newIndkaldelse(caller)
    const body = deltager(id, { ...attending, deltagerrolle: 1, afbudsaarsag: 6 })
    for (const answer of [
      await caller.createMyndighedsdeltager(DELTAGER, body),
      await caller.updateMyndighedsdeltager(DELTAGER, body),
    ]) {
      expect(answer.status).toBe(400)
      expect(answer.errors.map(({ fejlkode, beskrivelse }) => [fejlkode, beskrivelse])).toEqual([
        [1014, 'body deltagerrolle 1 findes ikke i kodelisten'],
        [1014, 'body afbudsaarsag 6 findes ikke i kodelisten'],
      ])
    }
  },
  { settings },
)

eachDoor('[IN-25] codes are positive integers', async (door) => {
  const caller = await callerAs(door)
  const id = await newIndkaldelse(caller)
  for (const code of [0, -1, 1.5]) {
    for (const member of ['deltagerrolle', 'afbudsaarsag']) {
      const answer = await caller.createMyndighedsdeltager(DELTAGER, deltager(id, { [member]: code }))
      expect(answer, `${member} ${code}`).toMatchObject({ status: 400, fejlkoder: [1014] })
    }
  }
})
