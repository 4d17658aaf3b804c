import { numberOf } from 'tvilling/fixtures'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, onTestFinished, test } from 'vitest'
import type { Door } from '../../doors.ts'
import { eachDoor } from '../../doors.ts'
import { CSV, logIn, requestToken, type Upload } from './client.ts'

async function tryOut(door: Door, id: string): Promise<void> {
  const client = await logIn(door, id)
  const taken = await client.update(CSV, {}, 'any-id-at-all')
  expect(taken).toMatchObject({
    status: 200,
    body: { id: 'any-id-at-all', status: 'PENDING', entityCount: 2 },
  })
  expect(taken.reason).toContain('PM-08')
  expect((await client.update(numberOf('wrong-check-digit'))).status).toBe(200)
  expect((await client.update(CSV, { type: 'application/pdf' })).status).toBe(400)
  expect(await client.call('GET', '/se/person/monitoring/1.0/bundles')).toMatchObject({
    status: 404,
    body: { error: 'NotFound' },
    reason: expect.stringContaining('PM-08'),
  })
  for (const collection of ['bundles', 'monitoredDays', 'uploadedDays']) {
    expect((await door.control.state.page('person-monitoring', collection)).items).toEqual([])
  }
  await expect(door.control.scenarios.load('bundle-approved', { client: id })).rejects.toThrow('sandbox')
}

eachDoor('[PM-08] a sandbox client tries out upload and format, and nothing is kept', (door) =>
  tryOut(door, 'tvilling-sandbox'),
)

eachDoor('[PM-08] a setting makes everybody a sandbox client', (door) => tryOut(door, 'tvilling'), {
  settings: { 'person-monitoring': { environment: 'sandbox' } },
})

eachDoor(
  '[PM-08] production, the default, keeps what a sandbox client beside it does not see',
  async (door) => {
    const production = await logIn(door)
    const sandbox = await logIn(door, 'tvilling-sandbox')
    await production.update(CSV)
    await sandbox.update('198001022386')
    expect(await production.bundle()).toMatchObject({ entityCount: 2 })
  },
)

const JSON_TYPE = { type: 'application/json', name: 'list.json' }

eachDoor('[PM-08] in the sandbox the entities do not matter, as long as it is CSV or JSON', async (door) => {
  const client = await logIn(door, 'tvilling-sandbox')
  const taken: [content: string, file: Upload, entities: number][] = [
    ['hello', {}, 1],
    ['name;city\nÅsa;Umeå\nÅsa;Luleå\nBo;Kiruna\n', {}, 3],
    ['personalNumber\n', {}, 0],
    ['12\n34\n', {}, 2],
    ['["x", {"number": 1}, null, 17]', JSON_TYPE, 4],
    ['{"persons": ["198001022386"]}', JSON_TYPE, 1],
    ['true', JSON_TYPE, 1],
  ]
  for (const [content, file, entityCount] of taken) {
    const answer = await client.update(content, file)
    expect(answer, content).toMatchObject({ status: 200, body: { status: 'PENDING', entityCount } })
  }
})

eachDoor('[PM-08] [PM-20] in the sandbox upload and format are verified', async (door) => {
  const client = await logIn(door, 'tvilling-sandbox')
  const refused: [content: string, file: Upload][] = [
    ['', {}],
    ['"broken\n', {}],
    ['[1,', JSON_TYPE],
    [CSV, JSON_TYPE],
    [CSV, { type: 'text/plain' }],
  ]
  for (const [content, file] of refused)
    expect((await client.update(content, file)).status, content).toBe(400)
  expect((await client.send('multipart/form-data; boundary=b', '--b--\r\n')).status).toBe(400)
})

test('[PM-08] [CI-40] a server has the sandbox of the API at /e/sandbox, for clients of the sandbox alone', async () => {
  const server = await startServer({ port: 0, harness: { simulators, now: '2026-01-01T00:00:00Z' } })
  onTestFinished(() => server.close())
  const at = (prefix: string) => ({
    fetch: (input: string | URL | Request, init?: RequestInit) =>
      fetch(`${server.url}${prefix}${new URL(String(input)).pathname}`, init),
  })
  const client = await logIn(at('/e/sandbox'), 'tvilling-sandbox')
  expect((await client.update('anything', {}, 'any-id')).status).toBe(200)
  expect((await requestToken(at('/e/sandbox'), 'tvilling')).status).toBe(401)
  expect((await requestToken(at('/e/production'), 'tvilling')).status).toBe(200)
})
