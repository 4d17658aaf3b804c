import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, DELTAGER, NOTHING } from './client.ts'

eachDoor('[IN-20] a path that no operation has is 404 in the service’s own words', async (door) => {
  const caller = await callerAs(door)
  for (const path of ['/v2/Indkaldelse/findes-ikke', '/v2/Indkaldelse/myndighedsdeltager']) {
    expect(await caller.call('POST', path, {})).toMatchObject({
      status: 404,
      errors: [{ fejlkode: 404, fejltekst: 'Ressourcen findes ikke' }],
    })
  }
})

eachDoor(
  '[IN-20] a method that the path does not have is 405, and Allow names those it has',
  async (door) => {
    const caller = await callerAs(door)
    const deltager = `/v2/Indkaldelse/myndighedsdeltager/${DELTAGER}`
    for (const [method, path, allow] of [
      ['GET', '/v2/Indkaldelse', ['POST']],
      ['PATCH', deltager, ['POST', 'PUT']],
      ['DELETE', deltager, ['POST', 'PUT']],
      ['GET', `${deltager}/indkaldelse/${NOTHING}`, ['DELETE']],
    ] as const) {
      const answer = await caller.call(method, path)
      expect(answer).toMatchObject({ status: 405, fejlkoder: [405] })
      expect(answer.headers.get('allow')?.split(', ').sort()).toEqual(allow)
    }
  },
)
