import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, everyOperation } from './client.ts'

eachDoor('[IN-02] a request id of 46 characters is taken, one of 47 is 1014', async (door) => {
  const caller = await callerAs(door)
  expect((await caller.createIndkaldelse(undefined, { requestId: 'a'.repeat(46) })).status).toBe(200)
  const longer = await caller.createIndkaldelse(undefined, { requestId: 'a'.repeat(47) })
  expect(longer).toMatchObject({ status: 400, fejlkoder: [1014] })
  expect(longer.errors[0]?.beskrivelse).toBe('header x-requestId må højst være 46 tegn')
})

eachDoor(
  '[IN-02] [IN-22] every operation is 1014 without a request id, or with an empty one',
  async (door) => {
    for (const call of Object.values(everyOperation(await callerAs(door)))) {
      for (const requestId of [null, '']) {
        const answer = await call({ requestId })
        expect(answer).toMatchObject({ status: 400, fejlkoder: [1014] })
        expect(answer.errors[0]?.beskrivelse).toBe('header x-requestId mangler')
      }
    }
    expect((await door.control.state.page('indkaldelse', 'requestIds')).items).toEqual([])
  },
)

eachDoor('[IN-22] a request id that is too long is not kept', async (door) => {
  const caller = await callerAs(door)
  for (let time = 0; time < 2; time += 1) {
    const answer = await caller.createIndkaldelse(undefined, { requestId: 'b'.repeat(47) })
    expect(answer.fejlkoder).toEqual([1014])
  }
  expect((await door.control.state.page('indkaldelse', 'requestIds')).items).toEqual([])
})
