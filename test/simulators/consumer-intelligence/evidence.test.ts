import { expect } from 'vitest'
import { numberOf } from '../../../fixtures/index.ts'
import { eachDoor } from '../../doors.ts'
import { type Answer, logIn, requestToken } from './client.ts'

const evidenceOf = ({ headers }: Answer) => headers.get('x-tvilling-evidence')

eachDoor('[CI-01] a token rests on the source alone', async (door) => {
  expect(evidenceOf(await requestToken(door, 'tvilling'))).toBe('seed')
})

eachDoor('[CI-29] [CI-32] an answer to a search names the rules of ours that decided', async (door) => {
  const client = await logIn(door)
  const search = (legalId: string) => client.call('POST', '/markets/SE/persons/_find', { legalId })
  expect(evidenceOf(await search(numberOf('legal-id')))).toBe('assumed (CI-15, CI-29)')
  expect(evidenceOf(await search(numberOf('nobody')))).toBe('assumed (CI-29, CI-32)')
})

eachDoor('[CI-30] an upload rests on what is published, a replacement on our rule', async (door) => {
  const client = await logIn(door)
  const upload = () => client.upload({ consumerId: 'a' }, { consumerId: 'b' })
  expect(evidenceOf(await upload())).toBe('public')
  expect(evidenceOf(await upload())).toBe('assumed (CI-30)')
  await door.control.clock.advance('PT30S')
  const busy = await upload()
  expect(busy.status).toBe(409)
  expect(evidenceOf(busy)).toBe('assumed (CI-30, CI-32)')
})

eachDoor('[CI-31] [CI-32] [CI-41] refusals name the rule that refuses', async (door) => {
  const client = await logIn(door)
  expect(evidenceOf(await client.call('GET', '/consumers?pageToken=none'))).toContain('CI-31')
  const url = 'http://user@127.0.0.1/'
  expect(evidenceOf(await client.call('POST', '/webhooks', { url, events: [] }))).toContain('CI-41')
  expect(evidenceOf(await client.call('GET', '/persons/ME0000000000'))).toBe('assumed (CI-32)')
})
