import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { ANOTHER_DELTAGER, callerAs, DELTAGER, deltager, requestToken, tokenOf } from './client.ts'

eachDoor(
  'indkaldelse-created gives the id of an indkaldelse that participants can be added to',
  async (door) => {
    const cpr = numberOf('a-kasse-citizen')
    const created = await door.control.scenarios.load('indkaldelse-created', { cpr })
    expect(created).toEqual({ id: expect.any(String), cpr })
    const caller = await callerAs(door, 'a-kasse')
    const answer = await caller.createMyndighedsdeltager(DELTAGER, deltager(String(created['id'])), { cpr })
    expect(answer.status).toBe(200)
  },
)

eachDoor('[IN-24] myndighedsdeltager-created makes a participant with or without an answer', async (door) => {
  const caller = await callerAs(door)
  for (const [svar, status] of [
    ['AFVENTER', 409],
    ['DELTAGER', 200],
    ['AFBUD', 200],
  ] as const) {
    const made = await door.control.scenarios.load('myndighedsdeltager-created', { svar })
    const body = deltager(String(made['indkaldelse']))
    expect((await caller.createMyndighedsdeltager(ANOTHER_DELTAGER, body)).status).toBe(status)
    await caller.deleteMyndighedsdeltager(ANOTHER_DELTAGER, String(made['indkaldelse']))
    const removed = await caller.deleteMyndighedsdeltager(String(made['id']), String(made['indkaldelse']))
    expect(removed.status).toBe(204)
  }
})

eachDoor('myndighedsdeltager-created adds to an indkaldelse that is there already', async (door) => {
  const { id: indkaldelse, cpr } = await door.control.scenarios.load('indkaldelse-created')
  const parameters = { indkaldelse, id: DELTAGER, svar: 'DELTAGER' }
  const made = await door.control.scenarios.load('myndighedsdeltager-created', parameters)
  expect(made).toEqual({ id: DELTAGER, indkaldelse, cpr, svar: 'DELTAGER' })
  const other = { indkaldelse, cpr: numberOf('a-kasse-citizen') }
  await expect(door.control.scenarios.load('myndighedsdeltager-created', other)).rejects.toThrow(String(cpr))
})

eachDoor('[IN-03] [IN-04] request-id-used makes an id 412 until the instant it tells', async (door) => {
  const used = await door.control.scenarios.load('request-id-used', { requestId: 'known' })
  expect(used).toMatchObject({ requestId: 'known', freeAt: '2026-01-08T00:00:00.000Z' })
  const before = await callerAs(door)
  expect((await before.createIndkaldelse(undefined, { requestId: 'known' })).status).toBe(412)
  await door.control.clock.advance({ to: String(used['freeAt']) })
  const after = await callerAs(door)
  expect((await after.createIndkaldelse(undefined, { requestId: 'known' })).status).toBe(200)
})

eachDoor('[IN-21] indkaldelse-secret-rotated refuses the old secret and its tokens', async (door) => {
  const caller = await callerAs(door, 'kommune')
  const rotated = await door.control.scenarios.load('indkaldelse-secret-rotated', { client: 'kommune' })
  expect((await caller.createIndkaldelse()).status).toBe(401)
  const old = { grant_type: 'client_credentials', client_id: 'kommune', client_secret: 'kommune' }
  expect((await requestToken(door, old)).status).toBe(401)
  const token = await tokenOf(door, 'kommune', String(rotated['secret']))
  expect((await caller.createIndkaldelse(undefined, { token })).status).toBe(200)
})

eachDoor('a scenario for a citizen or a client that does not exist says so', async (door) => {
  const { scenarios } = door.control
  const cpr = numberOf('nobody-danish')
  await expect(scenarios.load('indkaldelse-created', { cpr })).rejects.toThrow(cpr)
  await expect(scenarios.load('indkaldelse-secret-rotated', { client: 'ingen' })).rejects.toThrow('ingen')
})
