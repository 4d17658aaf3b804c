import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { type Answer, logIn } from './client.ts'

const fieldsOf = ({ body }: Answer) => body.violations.map(({ field }: { field: string }) => field)

eachDoor('[CI-06] [CI-32] a constraint violation names the fields and what is wrong', async (door) => {
  const client = await logIn(door)
  const { status, headers, body } = await client.call('DELETE', '/consumers', { consumerIds: [] })
  expect(status).toBe(400)
  expect(headers.get('content-type')).toBe('application/problem+json')
  expect(body).toEqual({
    status: 400,
    detail: 'Request body contains one or more errors',
    type: 'about:blank',
    title: 'Constraint Violation',
    instance: expect.stringMatching(/^urn:bisnode:traceid:[0-9a-f-]{36}$/),
    violations: [{ field: 'consumerIds', message: expect.stringMatching(/./) }],
  })
})

eachDoor('[CI-17] an upload needs market, data and a well-formed consumerId', async (door) => {
  const client = await logIn(door)
  const right = { market: 'SE', data: {}, consumerId: 'ok-1_@A' }
  const { market, ...noMarket } = right
  const { data, ...noData } = right
  const { consumerId, ...noId } = right
  const refused = await client.call('POST', '/consumers', [right, noMarket, noData, noId])
  expect(refused.status).toBe(400)
  expect(fieldsOf(refused)).toEqual(['1.market', '2.data', '3.consumerId'])
  const ids = ['', '_a', 'a b', 'å', 'x'.repeat(251)]
  for (const wrong of ids) {
    expect((await client.upload({ consumerId: wrong })).body.title).toBe('Constraint Violation')
  }
  for (const wrong of ['se', 'SWE', 'S', '']) {
    expect((await client.upload({ consumerId: 'a', market: wrong })).body.title).toBe('Constraint Violation')
  }
  expect((await client.call('POST', '/consumers', [{ ...right, data: 'text' }])).status).toBe(400)
  expect((await client.consumers()).data).toEqual([])
  expect((await client.upload(right, { ...right, consumerId: 'x'.repeat(250) })).status).toBe(202)
})

eachDoor('[CI-18] a batch has at most 100 consumers, each of them once', async (door) => {
  const client = await logIn(door)
  const batch = Array.from({ length: 101 }, (_, index) => ({ consumerId: `c${index}` }))
  expect((await client.upload(...batch)).body.title).toBe('Constraint Violation')
  const twice = await client.upload({ consumerId: 'a' }, { consumerId: 'b' }, { consumerId: 'a' })
  expect(twice.body.title).toBe('Constraint Violation')
  expect(fieldsOf(twice)).toEqual(['2.consumerId'])
  expect((await client.consumers()).data).toEqual([])
  const taken = await client.upload(...batch.slice(0, 100))
  expect(taken.status).toBe(202)
  expect(taken.body).toBeUndefined()
})

eachDoor('[CI-20] a deletion names 1 to 250 consumers', async (door) => {
  const client = await logIn(door)
  const status = async (consumerIds: unknown) =>
    (await client.call('DELETE', '/consumers', { consumerIds })).status
  expect(await status([])).toBe(400)
  expect(await status(['_a'])).toBe(400)
  expect(await status(Array.from({ length: 251 }, (_, index) => `c${index}`))).toBe(400)
  expect(await status(Array.from({ length: 250 }, (_, index) => `c${index}`))).toBe(202)
})

eachDoor('[CI-07] pageSize is 1 to 1000', async (door) => {
  const client = await logIn(door)
  for (const wrong of ['0', '1001', '-1', '1.5', 'ten', '']) {
    const refused = await client.call('GET', `/consumers?pageSize=${wrong}`)
    expect(refused.body.title).toBe('Constraint Violation')
    expect(fieldsOf(refused)).toContain('pageSize')
    expect(refused.body.detail).toBe('Request query contains one or more errors')
  }
  for (const right of ['1', '1000']) await client.consumers(`pageSize=${right}`)
})

eachDoor(
  '[CI-12] a search has strings of at most 250 characters and a year of birth up to 9999',
  async (door) => {
    const client = await logIn(door)
    const find = (data: object) => client.call('POST', '/markets/SE/persons/_find', data)
    const strings = ['legalId', 'firstName', 'familyName', 'streetName', 'streetNumber', 'postalCode', 'city']
    for (const member of [...strings, 'entrance', 'floor', 'apartment', 'fullAddress', 'phoneNumber']) {
      expect(fieldsOf(await find({ [member]: 'x'.repeat(251) }))).toEqual([member])
      expect((await find({ [member]: 'x'.repeat(250) })).status).toBe(404)
      expect((await find({ [member]: '' })).status).toBe(404)
    }
    expect(fieldsOf(await find({ yearOfBirth: 10_000 }))).toEqual(['yearOfBirth'])
    expect(fieldsOf(await find({ yearOfBirth: -1 }))).toEqual(['yearOfBirth'])
    expect(fieldsOf(await find({ dateOfBirth: '1980-02-30' }))).toEqual(['dateOfBirth'])
    expect(fieldsOf(await find({ gender: 'male' }))).toEqual(['gender'])
    expect((await find({ gender: 'OTHER', yearOfBirth: 0 })).status).toBe(404)
  },
)
