import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { CITIZEN, callerAs, everyOperation } from './client.ts'

eachDoor('[IN-09] every operation is 4405 for a citizen who is dead, for every client', async (door) => {
  for (const client of ['tvilling', 'kommune', 'jobcenter', 'a-kasse']) {
    for (const call of Object.values(everyOperation(await callerAs(door, client)))) {
      const answer = await call({ cpr: numberOf('deceased-citizen') })
      expect(answer).toMatchObject({
        status: 409,
        errors: [
          {
            fejlkode: 4405,
            fejltekst: 'Borgeren med det specificerede CPR nummer er død',
            beskrivelse: 'Borgeren med det specificerede CPR nummer er død',
          },
        ],
        reason: 'IN-09: the citizen died on 2023-11-03.',
      })
    }
  }
})

eachDoor('[IN-09] a citizen who dies meanwhile is 4405 from then on', async (door) => {
  const caller = await callerAs(door, 'kommune')
  expect((await caller.createIndkaldelse()).status).toBe(200)
  await door.control.people.change(CITIZEN, { deceasedOn: '2026-01-01' })
  expect((await caller.createIndkaldelse()).fejlkoder).toEqual([4405])
})
