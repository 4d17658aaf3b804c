import { KOMMUNE, numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs, everyOperation } from './client.ts'

eachDoor(
  '[IN-27] former citizens and guests are 1013 for each organization that knows them so',
  async (door) => {
    for (const [citizen, clients, column] of [
      ['former-citizen', ['kommune', 'jobcenter'], 'not Tidligere egne borgere.'],
      ['guest-citizen', ['kommune', 'jobcenter', 'a-kasse'], 'not G?steadgang'],
    ] as const) {
      const cpr = numberOf(citizen)
      for (const client of clients) {
        for (const [operation, call] of Object.entries(everyOperation(await callerAs(door, client)))) {
          const answer = await call({ cpr })
          expect(answer, `${client} ${operation}`).toMatchObject({ status: 403, fejlkoder: [1013] })
          expect(answer.reason).toMatch(/^IN-27: /)
          expect(answer.reason).toContain(column)
        }
      }
      expect((await (await callerAs(door)).createIndkaldelse(undefined, { cpr })).status).toBe(200)
    }
  },
)

eachDoor('[IN-27] a relation can be set on a person, and only own ones let in', async (door) => {
  const cpr = numberOf('unaffiliated-citizen')
  const jobcenter = await callerAs(door, 'jobcenter')
  for (const [relation, status] of [
    ['own', 200],
    ['former', 403],
    ['guest', 403],
    ['other-actor', 200],
    ['other-actor-guest', 403],
  ] as const) {
    const affiliations = [{ type: 'JobCenter', code: '1010', relation }]
    await door.control.people.change(cpr, { affiliations })
    expect((await jobcenter.createIndkaldelse(undefined, { cpr })).status, relation).toBe(status)
  }
  const strange = { affiliations: [{ type: 'JobCenter', code: '1010', relation: 'friend' }] }
  await expect(door.control.people.change(cpr, strange)).rejects.toThrow('relation')
})

eachDoor(
  '[IN-27] a move to another municipality makes an own citizen a former one, until the return',
  async (door) => {
    const cpr = numberOf('kommune-citizen')
    const kommune = await callerAs(door, 'kommune')
    const place = { streetName: 'Vestergade', streetNumber: '1' }
    const statusAfter = async (address: object) => {
      await door.control.people.change(cpr, { address: { ...place, ...address } })
      return (await kommune.createIndkaldelse(undefined, { cpr })).status
    }
    expect(await statusAfter({ postalCode: '2100', city: 'København Ø' })).toBe(200)
    expect(await statusAfter({ postalCode: '8000', city: 'Aarhus C' })).toBe(403)
    const { reason } = await kommune.createIndkaldelse(undefined, { cpr })
    expect(reason).toContain(`Kommune 751 (own), Kommune ${KOMMUNE} (former)`)
    expect(await statusAfter({ postalCode: '2100', city: 'København Ø' })).toBe(200)
  },
)
