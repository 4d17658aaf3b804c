import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, everyOperation } from './client.ts'

const broken = {
  'the 31st of April': '3104900991',
  'the 31st of June': '3106900991',
  'the 30th of February': '3002900991',
  'the day 00': '0001900991',
  'the day 32': '3201900991',
  'the month 13': '0113900991',
  'nine digits': '170290099',
  'eleven digits': '17029009911',
  'eleven zeros': '00000000000',
  'a hyphen': '170290-0991',
  'a letter': '17029O0991',
}

for (const [what, cpr] of Object.entries(broken)) {
  eachDoor(`[IN-01] [IN-18] a CPR number with ${what} is 1001`, async (door) => {
    const caller = await callerAs(door)
    const answer = await caller.createIndkaldelse(undefined, { cpr })
    expect(answer).toMatchObject({ status: 400, fejlkoder: [1001] })
    expect(answer.errors[0]?.beskrivelse).toContain('header x-civilregistrationIdentifier')
  })
}

eachDoor('[IN-01] every operation checks the pattern', async (door) => {
  for (const call of Object.values(everyOperation(await callerAs(door)))) {
    expect(await call({ cpr: '3104900991' })).toMatchObject({ status: 400, fejlkoder: [1001] })
  }
})

eachDoor('[IN-01] a call without a CPR number is 1014', async (door) => {
  for (const call of Object.values(everyOperation(await callerAs(door)))) {
    const answer = await call({ cpr: null })
    expect(answer).toMatchObject({ status: 400, fejlkoder: [1014] })
    expect(answer.errors[0]?.beskrivelse).toBe('header x-civilregistrationIdentifier mangler')
  }
})

eachDoor('[IN-01] the pattern takes ten zeros and the last day of each month', async (door) => {
  const caller = await callerAs(door)
  for (const cpr of ['0000000000', '3101900991', '3004900991', '2902900991', '3112900991']) {
    const answer = await caller.createIndkaldelse(undefined, { cpr })
    expect(answer, cpr).toMatchObject({ status: 404, fejlkoder: [1010] })
  }
})
