import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf, FULL, NO_SESSION, resultOf } from './client.ts'

const BASIC = 'aml_organization/basic'

eachDoor('[OS-09] the OFAC list needs its own scope', async (door) => {
  for (const client of [clientOf(door, 'tvilling-no-ofac'), clientOf(door, 'tvilling', BASIC)]) {
    const refused = await client.create({ expands: ['roles', 'sanction'] })
    expect(refused).toMatchObject({
      status: 403,
      body: { title: 'Forbidden', detail: 'The token lacks the scope aml_organization/OFAC.' },
    })
    expect((await client.create({ expands: ['roles'] })).status).toBe(201)
  }
  const { sanction } = await resultOf(door, { expands: ['sanction'] })
  expect(sanction.status).toBe('NO_HIT')
})

eachDoor('[OS-09] every operation needs the basic scope', async (door) => {
  for (const client of [
    clientOf(door, 'tvilling-no-scope'),
    clientOf(door, 'tvilling', 'aml_organization/OFAC'),
  ]) {
    for (const answer of [
      await client.create({ identifier: FULL }),
      await client.status(NO_SESSION),
      await client.result(NO_SESSION),
      await client.report(NO_SESSION, 'aml'),
    ]) {
      expect(answer).toMatchObject({ status: 403, body: { detail: `The token lacks the scope ${BASIC}.` } })
    }
  }
})
