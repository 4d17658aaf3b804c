import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { ANOTHER_DELTAGER, callerAs, DELTAGER, deltager, newIndkaldelse } from './client.ts'

const long = 'å'.repeat(256)
const answered = { myndighedsrepraesentantenDeltager: true }

const taken: Record<string, unknown>[] = [
  { navn: 'P' },
  { navn: long, kontaktdetaljer: long, eksterntId: long },
  { telefonnummer: '112' },
  { telefonnummer: `+${'4'.repeat(20)}` },
  { email: 'proeve@example.test' },
  { afbudsaarsag: 2, afbudsuddybning: 'x'.repeat(1000) },
  { myndighedsrepraesentantenDeltager: false },
  { ukendt: { medlem: true } },
]

const refused: [field: string, value: unknown][] = [
  ['indkaldelseIdentifier', undefined],
  ['indkaldelseIdentifier', 'no-uuid'],
  ['navn', ''],
  ['navn', `${long}å`],
  ['navn', 7],
  ['kontaktdetaljer', ''],
  ['kontaktdetaljer', `${long}å`],
  ['eksterntId', ''],
  ['eksterntId', `${long}å`],
  ['telefonnummer', '12'],
  ['telefonnummer', '1'.repeat(21)],
  ['telefonnummer', '+45 70 10 20 30'],
  ['telefonnummer', '4570102030 '],
  ['email', 'no address'],
  ['deltagerrolle', undefined],
  ['deltagerrolle', '1'],
  ['deltagerrolle', 1.5],
  ['afbudsaarsag', 'syg'],
  ['afbudsuddybning', ''],
  ['afbudsuddybning', 'x'.repeat(1001)],
  ['myndighedsrepraesentantenDeltager', 'true'],
]

eachDoor('[IN-06] a participant is created and updated with every member within its bounds', async (door) => {
  const caller = await callerAs(door)
  for (const members of taken) {
    const id = await newIndkaldelse(caller)
    const created = await caller.createMyndighedsdeltager(DELTAGER, deltager(id, members))
    expect(created, JSON.stringify(members)).toMatchObject({ status: 200 })
    const body = deltager(id, { ...answered, ...members })
    expect(await caller.updateMyndighedsdeltager(DELTAGER, body)).toMatchObject({ status: 204 })
    expect((await caller.deleteMyndighedsdeltager(DELTAGER, id)).status).toBe(204)
  }
})

eachDoor(
  '[IN-06] [IN-18] a member that breaks its bounds is 1014, and the description names it',
  async (door) => {
    const caller = await callerAs(door)
    const id = await newIndkaldelse(caller)
    await caller.createMyndighedsdeltager(DELTAGER, deltager(id, answered))
    for (const [field, value] of refused) {
      const body = deltager(id, { ...answered, [field]: value })
      for (const answer of [
        await caller.createMyndighedsdeltager(ANOTHER_DELTAGER, body),
        await caller.updateMyndighedsdeltager(DELTAGER, body),
      ]) {
        expect(answer, `${field} ${value}`).toMatchObject({ status: 400, fejlkoder: [1014] })
        expect(answer.errors[0]?.beskrivelse).toMatch(new RegExp(`^body ${field} .`))
      }
    }
  },
)

eachDoor('[IN-06] each broken bound is an error of its own', async (door) => {
  const caller = await callerAs(door)
  const answer = await caller.createMyndighedsdeltager(DELTAGER, { navn: '', telefonnummer: 'x' })
  expect(answer.errors.map(({ beskrivelse }) => beskrivelse).sort()).toEqual([
    'body deltagerrolle mangler',
    'body indkaldelseIdentifier mangler',
    'body navn skal være mindst 1 tegn',
    expect.stringContaining('body telefonnummer følger ikke mønstret'),
  ])
})

eachDoor('[IN-06] an update replaces what is known of the participant', async (door) => {
  const caller = await callerAs(door)
  const id = await newIndkaldelse(caller)
  await caller.createMyndighedsdeltager(DELTAGER, deltager(id, { navn: 'Før', email: 'foer@example.test' }))
  await caller.updateMyndighedsdeltager(DELTAGER, deltager(id, { ...answered, navn: 'Efter' }))
  const { items } = await door.control.state.page('indkaldelse', 'myndighedsdeltagere')
  expect(items.map(({ value }) => value)).toEqual([
    { id: DELTAGER, indkaldelse: id, svar: 'DELTAGER', oplysninger: { navn: 'Efter', deltagerrolle: 1 } },
  ])
})
