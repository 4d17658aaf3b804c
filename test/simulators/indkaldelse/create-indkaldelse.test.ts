import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { CITIZEN, callerAs, MEETING } from './client.ts'

const UUID = /^"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"$/

eachDoor('[IN-17] an indkaldelse is created for the citizen and answers a UUID', async (door) => {
  const caller = await callerAs(door)
  const meeting = { ...MEETING, aflysningsfrist: '2026-01-30' }
  const first = await caller.createIndkaldelse(meeting)
  const second = await caller.createIndkaldelse(meeting)
  expect(first).toMatchObject({ status: 200, text: expect.stringMatching(UUID) })
  expect(second.text).not.toBe(first.text)
  const { items } = await door.control.state.page('indkaldelse', 'indkaldelser')
  expect(items[0]?.value).toMatchObject({ cpr: CITIZEN, oplysninger: meeting })
})

eachDoor('[IN-17] aflysningsfrist is a date and moedeStarttidspunkt a date-time', async (door) => {
  const caller = await callerAs(door)
  for (const [field, value] of [
    ['aflysningsfrist', '2026-02-30'],
    ['aflysningsfrist', '2026-01-30T09:00:00Z'],
    ['moedeStarttidspunkt', '2026-02-02'],
    ['moedeStarttidspunkt', 'i morgen'],
  ]) {
    const answer = await caller.createIndkaldelse({ ...MEETING, [String(field)]: value })
    expect(answer, `${field} ${value}`).toMatchObject({ status: 400, fejlkoder: [1014] })
    expect(answer.errors[0]?.beskrivelse).toContain(`body ${field}`)
  }
})

eachDoor('[IN-19] the assumed members and unknown ones are accepted', async (door) => {
  const caller = await callerAs(door)
  const answer = await caller.createIndkaldelse({
    ...MEETING,
    moedeSluttidspunkt: '2026-02-02T09:45:00+01:00',
    varighed: 45,
    ombookingMulig: true,
    ombookingsfrist: '2026-01-28',
    aflysningMulig: false,
    samtaletype: 1,
    samtaleform: 2,
    moedegruppetype: 3,
    digitaltLink: 'https://moede.example.test/1',
    ukendt: ['medlem'],
  })
  expect(answer.status).toBe(200)
})

eachDoor('[IN-19] only moedeStarttidspunkt is required, and members have their types', async (door) => {
  const caller = await callerAs(door)
  const without = await caller.createIndkaldelse({ varighed: 45 })
  expect(without.errors.map(({ beskrivelse }) => beskrivelse)).toEqual(['body moedeStarttidspunkt mangler'])
  const mistyped = {
    moedeSluttidspunkt: 'senere',
    varighed: '45',
    ombookingMulig: 'ja',
    ombookingsfrist: 'snart',
    aflysningMulig: 1,
    samtaletype: 'tlf',
    samtaleform: 'tlf',
    moedegruppetype: 'a',
    digitaltLink: 5,
  }
  for (const [field, value] of Object.entries(mistyped)) {
    const answer = await caller.createIndkaldelse({ ...MEETING, [field]: value })
    expect(answer, field).toMatchObject({ status: 400, fejlkoder: [1014] })
    expect(answer.errors[0]?.beskrivelse).toContain(`body ${field}`)
  }
})
