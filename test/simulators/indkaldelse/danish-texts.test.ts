import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { type Answer, callerAs, DELTAGER, deltager, NOTHING } from './client.ts'

const said = ({ errors }: Answer) => errors.map(({ beskrivelse }) => beskrivelse)

eachDoor('[IN-29] what is wrong with a body is said in Danish', async (door) => {
  const caller = await callerAs(door)
  const wrong = {
    indkaldelseIdentifier: 'x',
    navn: '',
    kontaktdetaljer: 5,
    telefonnummer: '12',
    email: 'x',
    eksterntId: 'x'.repeat(257),
    deltagerrolle: 0,
    afbudsaarsag: 'a',
    myndighedsrepraesentantenDeltager: 'ja',
  }
  expect(said(await caller.createMyndighedsdeltager(DELTAGER, wrong))).toEqual([
    'body indkaldelseIdentifier er ikke et gyldigt uuid',
    'body navn skal være mindst 1 tegn',
    'body kontaktdetaljer skal være en tekst',
    'body telefonnummer følger ikke mønstret "^(\\+)?[0-9]{3,20}$"',
    'body email er ikke en gyldig e-mailadresse',
    'body eksterntId må højst være 256 tegn',
    'body deltagerrolle skal være mindst 1',
    'body afbudsaarsag skal være et heltal',
    'body myndighedsrepraesentantenDeltager skal være true eller false',
  ])
  const dates = { moedeStarttidspunkt: 'i morgen', aflysningsfrist: '2026-02-30' }
  expect(said(await caller.createIndkaldelse(dates)).sort()).toEqual([
    'body aflysningsfrist er ikke en gyldig dato',
    'body moedeStarttidspunkt er ikke et gyldigt tidspunkt med tidszone',
  ])
  expect(said(await caller.createIndkaldelse([]))).toEqual(['body skal være et objekt'])
  const code = deltager(NOTHING, { deltagerrolle: 99 })
  expect(said(await caller.createMyndighedsdeltager(DELTAGER, code))).toEqual([
    'body deltagerrolle 99 findes ikke i kodelisten',
  ])
})

eachDoor('[IN-29] why a body cannot be read is said in Danish', async (door) => {
  const caller = await callerAs(door)
  for (const [options, beskrivelse] of [
    [{ raw: '{"a":' }, 'body er ikke JSON'],
    [{ raw: new Uint8Array([0x22, 0xff, 0x22]) }, 'body er ikke UTF-8'],
    [{ raw: '' }, 'body mangler'],
    [{ raw: '['.repeat(300) }, 'body er indlejret dybere end 200 niveauer'],
    [{ raw: '{}', contentType: 'text/plain' }, 'body skal være application/json, ikke text/plain'],
  ] as const) {
    expect(said(await caller.createIndkaldelse(undefined, options))).toEqual([beskrivelse])
  }
})

const ENGLISH = /\b(?:the|is|must|not|body of|missing|required|valid|known)\b/i

eachDoor('[IN-29] every documented error has Danish texts', async (door) => {
  const caller = await callerAs(door)
  for (const status of [400, 401, 403, 404, 409, 412, 500]) {
    await door.control.faults.add({
      simulator: 'indkaldelse',
      operation: 'createIndkaldelse',
      fault: 'status',
      status,
    })
    const { text } = await caller.createIndkaldelse()
    expect(text).toContain('fejltekst')
    expect(text).not.toMatch(ENGLISH)
  }
})
