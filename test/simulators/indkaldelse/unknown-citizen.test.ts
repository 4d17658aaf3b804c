import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, everyOperation } from './client.ts'

eachDoor('[IN-18] a CPR number that nobody has is 1010 for who may call for all citizens', async (door) => {
  for (const call of Object.values(everyOperation(await callerAs(door)))) {
    for (const subject of ['nobody-danish', 'zero-cpr'] as const) {
      expect(await call({ cpr: numberOf(subject) })).toMatchObject({ status: 404, fejlkoder: [1010] })
    }
  }
})

eachDoor('[IN-23] it is 1013 for the others: an unknown citizen is nobody’s own', async (door) => {
  for (const client of ['kommune', 'jobcenter', 'a-kasse']) {
    const caller = await callerAs(door, client)
    const answer = await caller.createIndkaldelse(undefined, { cpr: numberOf('nobody-danish') })
    expect(answer).toMatchObject({ status: 403, fejlkoder: [1013] })
  }
})
