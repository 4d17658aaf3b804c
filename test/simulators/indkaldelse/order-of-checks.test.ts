import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { ANOTHER_DELTAGER, callerAs, DELTAGER, deltager, NOTHING, newIndkaldelse } from './client.ts'

const DEAD = numberOf('deceased-citizen')
const UNKNOWN = numberOf('nobody-danish')
const answered = { myndighedsrepraesentantenDeltager: true }
const badBody = { deltagerrolle: 'x' }

eachDoor('[IN-23] creating a participant: token, headers, 412, body, 1013, 1010, 4405', async (door) => {
  const star = await callerAs(door)
  const kommune = await callerAs(door, 'kommune')
  await star.createIndkaldelse(undefined, { requestId: 'used' })
  const create = star.createMyndighedsdeltager
  const cpr = '3104900991'

  expect((await create('no-uuid', badBody, { token: null, cpr, requestId: 'used' })).fejlkoder).toEqual([401])
  expect((await create(DELTAGER, badBody, { cpr, requestId: 'used' })).fejlkoder).toEqual([1001])
  expect((await create(DELTAGER, badBody, { cpr: UNKNOWN, requestId: 'used' })).fejlkoder).toEqual([412])
  for (const body of [badBody, deltager(NOTHING, { deltagerrolle: 99 })]) {
    const refused = await kommune.createMyndighedsdeltager(DELTAGER, body, { cpr: UNKNOWN })
    expect(new Set(refused.fejlkoder)).toEqual(new Set([1014]))
  }
  const unknown = { cpr: UNKNOWN }
  expect((await kommune.createMyndighedsdeltager(DELTAGER, deltager(NOTHING), unknown)).fejlkoder).toEqual([
    1013,
  ])
  expect((await create(DELTAGER, deltager(NOTHING), unknown)).fejlkoder).toEqual([1010])
  expect((await create(DELTAGER, deltager(NOTHING), { cpr: DEAD })).fejlkoder).toEqual([4405])
})

eachDoor(
  '[IN-23] 1013 comes before 4405',
  async (door) => {
    const aarhus = await callerAs(door, 'aarhus')
    expect((await aarhus.createIndkaldelse(undefined, { cpr: DEAD })).fejlkoder).toEqual([1013])
  },
  {
    clients: {
      indkaldelse: [
        {
          id: 'aarhus',
          secret: 'aarhus',
          scopes: ['kontaktforloeb.samtale.write'],
          attributes: { organization: { type: 'Kommune', code: '751' } },
        },
      ],
    },
  },
)

eachDoor('[IN-23] creating a participant: 90102, 90105, 90101', async (door) => {
  const caller = await callerAs(door)
  const id = await newIndkaldelse(caller)
  await caller.createMyndighedsdeltager(DELTAGER, deltager(id))
  expect((await caller.createMyndighedsdeltager(DELTAGER, deltager(NOTHING))).fejlkoder).toEqual([90102])
  expect((await caller.createMyndighedsdeltager(DELTAGER, deltager(id))).fejlkoder).toEqual([90105])
  expect((await caller.createMyndighedsdeltager(ANOTHER_DELTAGER, deltager(id))).fejlkoder).toEqual([90101])
})

eachDoor('[IN-23] updating and deleting: 4405, 90102, 90107, 90103', async (door) => {
  const caller = await callerAs(door)
  const [id, other] = [await newIndkaldelse(caller), await newIndkaldelse(caller)]
  await caller.createMyndighedsdeltager(DELTAGER, deltager(other))
  for (const call of [
    (deltagerId: string, indkaldelse: string, cpr?: string) =>
      caller.updateMyndighedsdeltager(deltagerId, deltager(indkaldelse, answered), cpr ? { cpr } : {}),
    (deltagerId: string, indkaldelse: string, cpr?: string) =>
      caller.deleteMyndighedsdeltager(deltagerId, indkaldelse, cpr ? { cpr } : {}),
  ]) {
    expect((await call(NOTHING, NOTHING, DEAD)).fejlkoder).toEqual([4405])
    expect((await call(NOTHING, NOTHING)).fejlkoder).toEqual([90102])
    expect((await call(DELTAGER, NOTHING)).fejlkoder).toEqual([90102])
    expect((await call(NOTHING, id)).fejlkoder).toEqual([90107])
    expect((await call(DELTAGER, id)).fejlkoder).toEqual([90103])
  }
})
