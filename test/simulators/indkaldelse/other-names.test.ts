import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, MEETING } from './client.ts'

eachDoor(
  '[IN-20] one setting changes a name in all errors, and others a code of ours and its text',
  async (door) => {
    const caller = await callerAs(door)
    const refused = await caller.createIndkaldelse({})
    expect(JSON.parse(refused.text)).toEqual({
      fejl: [{ kode: 1014, tekst: 'Ugyldigt input', beskrivelse: 'body moedeStarttidspunkt mangler' }],
    })
    const dead = await caller.createIndkaldelse(MEETING, { cpr: '2605510991' })
    expect(JSON.parse(dead.text)).toMatchObject({ fejl: [{ kode: 4405 }] })
    expect(JSON.parse((await caller.call('POST', '/v2/Indkaldelse/x')).text)).toMatchObject({
      fejl: [{ kode: 9404 }],
    })
  },
  {
    settings: {
      indkaldelse: {
        names: { 'Fejlsvar.errors': 'fejl', 'Fejl.fejlkode': 'kode', 'Fejl.fejltekst': 'tekst' },
        words: { 'Fejl.fejlkode': { 404: 9404 }, 'Fejl.fejltekst': { Valideringsfejl: 'Ugyldigt input' } },
      },
    },
  },
)

eachDoor(
  '[IN-19] the names of assumed members are settings',
  async (door) => {
    const caller = await callerAs(door)
    expect((await caller.createIndkaldelse({ ...MEETING, slut: '2026-02-02T10:00:00Z' })).status).toBe(200)
    const refused = await caller.createIndkaldelse({ ...MEETING, slut: 'senere' })
    expect(refused.errors[0]?.beskrivelse).toMatch(/^body slut /)
    const { items } = await door.control.state.page('indkaldelse', 'indkaldelser')
    expect(items[0]?.value).toMatchObject({ oplysninger: { moedeSluttidspunkt: '2026-02-02T10:00:00Z' } })
  },
  { settings: { indkaldelse: { names: { 'CreateIndkaldelseRequestDto.moedeSluttidspunkt': 'slut' } } } },
)
