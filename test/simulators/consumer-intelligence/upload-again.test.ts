import { expect } from 'vitest'
import { numberOf } from '../../../fixtures/index.ts'
import { eachDoor } from '../../doors.ts'
import { IDENTIFICATION, logIn, typesOf } from './client.ts'

const data = { legalId: numberOf('legal-id') }

eachDoor('[CI-30] uploading a known consumer replaces its data and starts again', async (door) => {
  const client = await logIn(door)
  await client.upload({ consumerId: 'a', data }, { consumerId: 'b' })
  await door.control.clock.advance(IDENTIFICATION)
  const now = { legalId: numberOf('same-person') }
  expect((await client.upload({ consumerId: 'a', data: now })).status).toBe(202)
  const [a, b] = (await client.consumers()).data
  expect(a).toMatchObject({ consumerId: 'a', state: 'UPLOADED', data: now, gedi: null, source: null })
  expect(a?.created).toBe('2026-01-01T00:00:00.000Z')
  expect(b).toMatchObject({ consumerId: 'b', state: 'NOT_IDENTIFIED' })
  expect((await client.subscribed()).data).toEqual([])
  await door.control.clock.advance(IDENTIFICATION)
  const [subscribed, ...others] = (await client.subscribed()).data
  expect(subscribed?.legalId?.value).toBe(now.legalId)
  expect(others).toEqual([])
  const about = (await client.audit('pageSize=1000')).data.filter(
    ({ type }) => type !== 'CONSUMER_NOT_IDENTIFIED',
  )
  expect(typesOf(about)).toEqual([
    'CONSUMER_UPLOADED',
    'CONSUMER_UPLOADED',
    'CONSUMER_IDENTIFIED',
    'PERSON_SUBSCRIBED',
    'PERSON_UNSUBSCRIBED',
    'CONSUMER_UPLOADED',
    'CONSUMER_IDENTIFIED',
    'PERSON_SUBSCRIBED',
  ])
})

eachDoor('[CI-30] a second upload before identification starts the time over', async (door) => {
  const client = await logIn(door)
  await client.upload({ consumerId: 'a', data })
  await door.control.clock.advance('PT20S')
  await client.upload({ consumerId: 'a', data })
  await door.control.clock.advance('PT20S')
  expect((await client.consumers()).data[0]?.state).toBe('UPLOADED')
  await door.control.clock.advance('PT10S')
  expect((await client.consumers()).data[0]?.state).toBe('IDENTIFYING')
})

eachDoor('[CI-30] while one is IDENTIFYING the whole batch is 409', async (door) => {
  const client = await logIn(door)
  await client.upload({ consumerId: 'busy', data })
  await door.control.clock.advance('PT30S')
  const refused = await client.upload({ consumerId: 'new' }, { consumerId: 'busy', data: {} })
  expect(refused.status).toBe(409)
  expect(refused.body).toMatchObject({ title: 'Conflict', detail: expect.stringContaining('busy') })
  expect(refused.headers.get('x-tvilling-reason')).toContain('IDENTIFYING')
  const { data: consumers } = await client.consumers()
  expect(consumers).toHaveLength(1)
  expect(consumers[0]?.data).toEqual(data)
  await door.control.clock.advance('PT60S')
  expect((await client.upload({ consumerId: 'busy', data: {} })).status).toBe(202)
})
