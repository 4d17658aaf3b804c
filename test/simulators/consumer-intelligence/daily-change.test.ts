import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { logIn } from './client.ts'

const GEDI = 'ME514F2704C7'
const subject = 'sandbox-daily-change'

eachDoor('[CI-34] a sandbox subscriber of ME514F2704C7 gets one PERSON_CHANGED a day', async (door) => {
  const { gedi, consumerId } = await door.control.scenarios.load('person-subscribed', {
    client: 'tvilling-sandbox',
    subject,
  })
  expect(gedi).toBe(GEDI)
  const phones = new Set<string>()
  let token = (await (await logIn(door, 'tvilling-sandbox')).audit()).nextPageToken
  for (const day of ['02', '03', '04']) {
    await door.control.clock.advance('P1D')
    const client = await logIn(door, 'tvilling-sandbox')
    const { data, nextPageToken } = await client.audit(`pageToken=${token}`)
    token = nextPageToken
    expect(data).toEqual([
      {
        type: 'PERSON_CHANGED',
        id: expect.any(String),
        timestamp: `2026-01-${day}T00:00:00.000Z`,
        consumerIds: [consumerId],
        gedi: GEDI,
        source: 'SPAR',
        jsonPointers: [],
        changedId: '',
      },
    ])
    phones.add((await client.call('GET', `/persons/${GEDI}`)).body.phoneNumbers[0].number)
  }
  expect(phones.size).toBe(3)
  const client = await logIn(door, 'tvilling-sandbox')
  await client.call('DELETE', '/consumers', { consumerIds: [consumerId] })
  const last = await client.audit(`pageToken=${token}`)
  await door.control.clock.advance('P3D')
  const later = await logIn(door, 'tvilling-sandbox')
  expect((await later.audit(`pageToken=${last.nextPageToken}`)).data).toEqual([])
})

eachDoor('[CI-34] in production the same person stays as it is', async (door) => {
  await door.control.scenarios.load('person-subscribed', { subject })
  const { nextPageToken } = await (await logIn(door)).audit()
  const before = (await (await logIn(door)).call('GET', `/persons/${GEDI}`)).body
  await door.control.clock.advance('P3D')
  const client = await logIn(door)
  expect((await client.audit(`pageToken=${nextPageToken}`)).data).toEqual([])
  expect((await client.call('GET', `/persons/${GEDI}`)).body.phoneNumbers).toEqual(before.phoneNumbers)
})
