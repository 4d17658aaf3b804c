import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, everyOperation } from './client.ts'

eachDoor('[IN-16] [IN-18] every operation is 4575 for a token without the scope', async (door) => {
  for (const call of Object.values(everyOperation(await callerAs(door, 'tvilling-no-scope')))) {
    const answer = await call()
    expect(answer).toMatchObject({ status: 403, fejlkoder: [4575] })
    expect(answer.errors[0]?.beskrivelse).toContain('kontaktforloeb.samtale.write')
  }
})
