import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { logIn } from './client.ts'

eachDoor('[CI-41] a webhook with a url that nobody can send to is refused', async (door) => {
  const client = await logIn(door)
  const create = (url: string) => client.call('POST', '/webhooks', { url, events: ['CONSUMER_DELETED'] })
  for (const url of [
    'not a url',
    '/hook',
    'ftp://127.0.0.1/hook',
    'http://127.0.0.1:65536/hook',
    'http://user:secret@127.0.0.1:9/hook',
    'http://user@127.0.0.1:9/hook',
    'http://',
  ]) {
    const { status, body } = await create(url)
    expect([url, status, body.title]).toEqual([url, 400, 'Constraint Violation'])
    expect(body.violations.every(({ field }: { field: string }) => field === 'url')).toBe(true)
  }
  expect((await client.call('GET', '/webhooks')).body.webhooks).toEqual([])
  expect((await create('HTTP://127.0.0.1:9/hook')).status).toBe(201)
  expect((await create('http://127.0.0.1:65535/hook')).status).toBe(201)
})

eachDoor('[CI-41] nor can a scenario register one', async (door) => {
  const url = 'ftp://127.0.0.1/hook'
  await expect(door.control.scenarios.load('webhook-registered', { url })).rejects.toThrow('http')
})
