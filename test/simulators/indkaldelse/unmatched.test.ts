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

eachDoor(
  '[IN-20] a path of another version, or in another case, is 404 in the service’s words too',
  async (door) => {
    for (const path of [
      '/v1/Indkaldelse',
      '/v1/indkaldelse/myndighedsdeltager/1',
      '/v3/Indkaldelse/findes-ikke',
      '/V2/INDKALDELSE/findes-ikke',
    ]) {
      // At no host of a provider, as a client of the server calls.
      const answer = await door.fetch(`http://127.0.0.1${path}`, { method: 'POST' })
      expect(answer.status).toBe(404)
      expect(await answer.json()).toMatchObject({ errors: [{ fejlkode: 404 }] })
    }
    const near = await door.fetch('http://127.0.0.1/v1/birthreports', { method: 'POST' })
    expect(JSON.stringify(await near.json())).not.toContain('fejlkode')
  },
)
