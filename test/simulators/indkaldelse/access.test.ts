import { numberOf, people, type SubjectName } from 'tvilling/fixtures'
import { expect, test } from 'vitest'
import { columnFor, columns, tilladteOrganisationer } from '../../../mocks/indkaldelse/access.ts'
import { eachDoor } from '../../doors.ts'
import { callerAs, everyOperation } from './client.ts'

const reachable: Record<string, SubjectName[]> = {
  tvilling: [
    'kommune-citizen',
    'a-kasse-citizen',
    'jobcenter-citizen',
    'other-actor-citizen',
    'unaffiliated-citizen',
  ],
  kommune: ['kommune-citizen'],
  'a-kasse': ['a-kasse-citizen'],
  jobcenter: ['jobcenter-citizen', 'other-actor-citizen'],
}

for (const [client, own] of Object.entries(reachable)) {
  eachDoor(`[IN-15] ${client} may call for ${own.join(', ')} and is 1013 for all others`, async (door) => {
    const caller = await callerAs(door, client)
    for (const citizen of reachable['tvilling']!) {
      for (const [operation, call] of Object.entries(everyOperation(caller))) {
        const answer = await call({ cpr: numberOf(citizen) })
        const what = `${operation} for ${citizen}`
        if (!own.includes(citizen)) expect(answer, what).toMatchObject({ status: 403, fejlkoder: [1013] })
        else if (operation === 'createIndkaldelse') expect(answer, what).toMatchObject({ status: 200 })
        else expect(answer, what).toMatchObject({ fejlkoder: [90102] })
      }
    }
  })
}

eachDoor('[IN-15] the reason of a 1013 names the rule and whose own the citizen is', async (door) => {
  const caller = await callerAs(door, 'jobcenter')
  const { reason } = await caller.createIndkaldelse(undefined, { cpr: numberOf('a-kasse-citizen') })
  expect(reason).toMatch(
    /^IN-15: JobCenter 1010 reaches Egne borgere, .* Kommune 751 \(own\), A-kasse 24 \(own\)/,
  )
})

const kommune = (id: string, code: string) => ({
  id,
  secret: id,
  scopes: ['kontaktforloeb.samtale.write'],
  attributes: { organization: { type: 'Kommune', code } },
})

eachDoor(
  '[IN-15] [IN-21] a client reaches the citizens of its own organization, by type and code',
  async (door) => {
    const cpr = numberOf('a-kasse-citizen')
    const [aarhus, aKasseCode] = [await callerAs(door, 'aarhus'), await callerAs(door, 'kommune-24')]
    expect((await aarhus.createIndkaldelse(undefined, { cpr })).status).toBe(200)
    expect((await aKasseCode.createIndkaldelse(undefined, { cpr })).fejlkoder).toEqual([1013])
  },
  { clients: { indkaldelse: [kommune('aarhus', '751'), kommune('kommune-24', '24')] } },
)

eachDoor(
  '[IN-21] a client that is registered without an organization reaches nobody',
  async (door) => {
    const answer = await (await callerAs(door, 'nobody')).createIndkaldelse()
    expect(answer).toMatchObject({ status: 403, fejlkoder: [1013] })
  },
  {
    clients: {
      indkaldelse: [{ id: 'nobody', secret: 'nobody', scopes: ['kontaktforloeb.samtale.write'] }],
    },
  },
)

test('[IN-15] the table has the columns and the crosses of the source', () => {
  expect(Object.keys(columns)).toEqual([
    'Alle borgere',
    'Egne borgere',
    'Tidligere egne borgere',
    'Gæsteadgang',
    'Anden Aktør - egne borgere',
    'Anden Aktør - gæsteadgang',
    'Anden Aktør - alle borgere',
    'System - alle borgere',
  ])
  expect(tilladteOrganisationer).toEqual({
    'A-kasse': ['Egne borgere'],
    JobCenter: ['Egne borgere', 'Anden Aktør - egne borgere'],
    Kommune: ['Egne borgere'],
    STAR: ['Alle borgere'],
  })
})

test('[IN-15] JobCenter reaches its own there as another actor, and no other organization does', () => {
  const citizen = (name: SubjectName) => people.base().byKey.get(numberOf(name))!
  const jobcenter = { type: 'JobCenter', code: '1010' } as const
  expect(columnFor(jobcenter, citizen('jobcenter-citizen'))).toBe('Egne borgere')
  expect(columnFor(jobcenter, citizen('other-actor-citizen'))).toBe('Anden Aktør - egne borgere')
  const asAnother = { type: 'Kommune', code: '101', relation: 'other-actor' } as const
  const citizenOfAnother = { ...citizen('kommune-citizen'), affiliations: [asAnother] }
  expect(columnFor({ type: 'Kommune', code: '101' }, citizenOfAnother)).toBeUndefined()
})
