import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, DELTAGER, deltager, MEETING, newIndkaldelse } from './client.ts'

const nothing = {
  navn: null,
  kontaktdetaljer: null,
  telefonnummer: null,
  email: null,
  eksterntId: null,
  afbudsaarsag: null,
  afbudsuddybning: null,
}

eachDoor('[IN-26] an optional member that is null counts as absent', async (door) => {
  const caller = await callerAs(door)
  const meeting = { ...MEETING, aflysningsfrist: null, varighed: null, digitaltLink: null }
  expect((await caller.createIndkaldelse(meeting)).status).toBe(200)
  const id = await newIndkaldelse(caller)
  const silent = deltager(id, { ...nothing, myndighedsrepraesentantenDeltager: null })
  expect((await caller.createMyndighedsdeltager(DELTAGER, silent)).status).toBe(200)
  const { items } = await door.control.state.page('indkaldelse', 'myndighedsdeltagere')
  expect(items[0]?.value).toMatchObject({ svar: 'AFVENTER', oplysninger: { deltagerrolle: 1 } })
  expect(JSON.stringify(items)).not.toContain('null')
})

eachDoor('[IN-26] a required member may not be null', async (door) => {
  const caller = await callerAs(door)
  const start = await caller.createIndkaldelse({ moedeStarttidspunkt: null })
  expect(start.errors[0]?.beskrivelse).toBe('body moedeStarttidspunkt skal være en tekst')
  const id = await newIndkaldelse(caller)
  await caller.createMyndighedsdeltager(DELTAGER, deltager(id))
  const answer = deltager(id, { myndighedsrepraesentantenDeltager: null })
  expect((await caller.updateMyndighedsdeltager(DELTAGER, answer)).fejlkoder).toEqual([1014])
})

eachDoor(
  '[IN-26] by the setting null is refused',
  async (door) => {
    const caller = await callerAs(door)
    const answer = await caller.createIndkaldelse({ ...MEETING, varighed: null })
    expect(answer).toMatchObject({ status: 400, fejlkoder: [1014] })
  },
  { settings: { indkaldelse: { nulls: 'refused' } } },
)

eachDoor('[IN-26] an answer says that a null counted as absent, if one did', async (door) => {
  const caller = await callerAs(door)
  const evidenceOf = async (more: object, options = {}) =>
    (await caller.createIndkaldelse({ ...MEETING, ...more }, options)).headers.get('x-tvilling-evidence')
  expect(await evidenceOf({ varighed: null })).toContain('IN-26')
  expect(await evidenceOf({ varighed: null, digitaltLink: 5 })).toContain('IN-26')
  expect(await evidenceOf({})).not.toContain('IN-26')
})
