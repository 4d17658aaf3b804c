import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { bundlePath, CSV, logIn } from './client.ts'

eachDoor('[PM-01] [PM-17] the bundles of the caller are listed as JSON, with their status', async (door) => {
  const client = await logIn(door)
  const answer = await client.call('GET', '/se/person/monitoring/1.0/bundles')
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  const ready = { name: 'Monitored persons', status: 'APPROVED', entityCount: 0 }
  const lastModified = '2026-01-01T00:00:00.000Z'
  expect(answer).toMatchObject({ status: 200 })
  expect(answer.body).toEqual({
    bundles: [
      { id: 'b1', ...ready, lastModified },
      { id: 'b2', ...ready, lastModified },
    ],
  })
})

eachDoor('[PM-17] an update answers with the bundle, as the list then shows it', async (door) => {
  const client = await logIn(door)
  await door.control.clock.advance('PT30M')
  const { status, body } = await client.update(CSV)
  expect(status).toBe(200)
  expect(body).toEqual({
    id: 'b1',
    name: 'Monitored persons',
    status: 'PENDING',
    entityCount: 2,
    lastModified: '2026-01-01T00:30:00.000Z',
  })
  expect(await client.bundle()).toEqual(body)
  await door.control.clock.advance('PT4M')
  expect(await client.bundle()).toEqual({
    ...body,
    status: 'APPROVED',
    lastModified: '2026-01-01T00:34:00.000Z',
  })
})

eachDoor('[PM-01] [PM-21] a client sees and updates its own bundles only', async (door) => {
  const one = await logIn(door)
  const other = await logIn(door, 'tvilling-no-webhooks')
  await door.control.scenarios.load('bundle-created', { id: 'mine', name: 'Mine' })
  await one.update(CSV)
  expect(await one.bundle('mine')).toMatchObject({ name: 'Mine' })
  expect(await other.bundle('mine')).toBeUndefined()
  expect((await other.update(CSV, {}, 'mine')).status).toBe(404)
  expect(await other.bundle()).toMatchObject({ entityCount: 0 })
})

eachDoor(
  '[PM-07] bundles are made by Roaring: no operation creates or deletes one',
  async (door) => {
    const client = await logIn(door)
    expect(await client.bundles()).toEqual([])
    expect((await client.update(CSV)).status).toBe(404)
    const created = await door.control.scenarios.load('bundle-created', { id: 'b7', name: 'Customers' })
    expect(created).toMatchObject({ id: 'b7', status: 'APPROVED', entityCount: 0 })
    expect(await client.bundles()).toMatchObject([{ id: 'b7', name: 'Customers' }])
    for (const method of ['POST', 'DELETE', 'PATCH', 'GET']) {
      const refused = await client.call(method, bundlePath('b7'))
      expect(refused).toMatchObject({ status: 405, body: { error: 'MethodNotAllowed' } })
      expect(refused.headers.get('allow')).toBe('PUT')
    }
    expect((await client.call('POST', '/se/person/monitoring/1.0/bundles')).status).toBe(405)
  },
  { settings: { 'person-monitoring': { bundles: [] } } },
)
