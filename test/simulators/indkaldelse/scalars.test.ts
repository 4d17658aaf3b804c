import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, DELTAGER, deltager, newIndkaldelse } from './client.ts'

const numbers = { navn: 7, telefonnummer: 4500000000, eksterntId: true }

eachDoor('[IN-06] a number or a boolean is no text', async (door) => {
  const caller = await callerAs(door)
  const body = deltager(await newIndkaldelse(caller), numbers)
  const refused = await caller.createMyndighedsdeltager(DELTAGER, body)
  expect(refused).toMatchObject({ status: 400, fejlkoder: [1014, 1014, 1014] })
})

eachDoor(
  '[IN-06] by the setting scalars it is taken as one, and the rules of texts hold for it',
  async (door) => {
    const caller = await callerAs(door)
    const id = await newIndkaldelse(caller)
    const wrong = await caller.createMyndighedsdeltager(DELTAGER, deltager(id, { telefonnummer: 12 }))
    expect(wrong.errors[0]?.beskrivelse).toMatch(/^body telefonnummer følger ikke mønstret/)
    expect((await caller.createMyndighedsdeltager(DELTAGER, deltager(id, numbers))).status).toBe(200)
    const { items } = await door.control.state.page('indkaldelse', 'myndighedsdeltagere')
    const oplysninger = { navn: '7', telefonnummer: '4500000000', eksterntId: 'true', deltagerrolle: 1 }
    expect(items[0]?.value).toMatchObject({ oplysninger })
  },
  { settings: { indkaldelse: { scalars: 'coerce' } } },
)
