import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { logIn } from './client.ts'

const settings = { 'consumer-intelligence': { pageTokenLifetime: 'PT10M' } }

eachDoor(
  '[CI-31] a token that is older than the setting allows is 400, and the reason says when it ended',
  async (door) => {
    const client = await logIn(door)
    await client.upload({ consumerId: 'a' }, { consumerId: 'b' }, { consumerId: 'c' })
    const first = await client.consumers('pageSize=1')
    await door.control.clock.advance('PT9M59S')
    // Each page gives out a token of its own age.
    const second = await client.consumers(`pageSize=1&pageToken=${first.nextPageToken}`)
    await door.control.clock.advance('PT1S')
    const old = await client.call('GET', `/consumers?pageToken=${first.nextPageToken}`)
    expect(old.status).toBe(400)
    expect(old.headers.get('x-tvilling-reason')).toBe(
      'CI-31: the pageToken was valid until 2026-01-01T00:10:00.000Z.',
    )
    const third = await client.consumers(`pageToken=${second.nextPageToken}`)
    expect(third.data.map(({ consumerId }) => consumerId)).toEqual(['c'])
    await client.upload({ consumerId: 'd' })
  },
  { settings },
)

eachDoor('[CI-31] without the setting a token does not grow old', async (door) => {
  const client = await logIn(door)
  await client.upload({ consumerId: 'a' }, { consumerId: 'b' })
  const { nextPageToken } = await client.consumers('pageSize=1')
  await door.control.clock.advance('P300D')
  const later = await logIn(door)
  const { data } = await later.consumers(`pageToken=${nextPageToken}`)
  expect(data.map(({ consumerId }) => consumerId)).toEqual(['b'])
})
