import { connect } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { afterAll, beforeAll, expect, test } from 'vitest'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => {
  server = await startServer({ port: 0, harness: { simulators, clock: { mode: 'manual' } } })
})
afterAll(() => server.close())

const post = async (path: string, body: unknown) => {
  const response = await fetch(`${server.url}${path}`, { method: 'POST', body: JSON.stringify(body) })
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as { error?: string },
  }
}
const states = (body: object, query = '') => post(`/t/pact/_tvilling/pact/states${query}`, body)
const consumers = async (token = 'any') => {
  const url = `${server.url}/t/pact/consumer-intelligence/v3/consumers`
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` } })
  const { data = [] } = (await response.json()) as { data?: { consumerId: string }[] }
  return { status: response.status, ids: data.map(({ consumerId }) => consumerId) }
}

test('the states of an interaction add up, and tell values for the pact', async () => {
  expect(
    (await states({ state: 'authorized', params: { token: 'abc' }, action: 'setup' })).body,
  ).toMatchObject({
    token: 'abc',
    client: 'tvilling',
  })
  const { body } = await states({ state: 'consumers-identified', params: { count: 1 }, action: 'setup' })
  expect(body).toMatchObject({ consumerIds: ['customer-1'] })
  expect(await consumers('abc')).toEqual({ status: 200, ids: ['customer-1'] })
  expect((await consumers('other')).status).toBe(401)
})

test('the next interaction begins anew, whether or not a teardown came', async () => {
  await states({ state: 'authorized' })
  await states({ state: 'consumers-identified', params: { count: 1 } })
  expect((await consumers()).ids).toHaveLength(1)
  await states({ state: 'authorized' })
  expect((await consumers()).ids).toEqual([])
  await states({ state: 'consumers-identified', params: { count: 1 } })
  await states({ state: 'consumers-identified', action: 'teardown' })
  await states({ state: 'authorized' })
  expect(await consumers()).toEqual({ status: 200, ids: [] })
})

test('tokens are checked unless a state, or the URL, says otherwise', async () => {
  await states({ state: '' })
  expect((await consumers()).status).toBe(401)
  await states({ state: '' }, '?accept=tvilling')
  expect((await consumers()).status).toBe(200)
  await states({ state: 'token-expired' }, '?accept=tvilling')
  expect((await consumers()).status).toBe(401)
  await states({ state: 'authorized', params: { client: 'tvilling-no-scope' } })
  expect((await consumers()).status).toBe(403)
})

test('a state that does not exist is answered with the nearest names', async () => {
  const { status, body } = await states({ state: 'consumer-identified' })
  expect(status).toBe(404)
  expect(body.error).toMatch(
    /^There is no provider state "consumer-identified"\. Nearest: consumers-identified/,
  )
})

test('a message is the one that the description names, as it is sent, with its headers as metadata', async () => {
  await states({ state: 'webhook-registered', params: { url: 'http://127.0.0.1:9/' } })
  await states({ state: 'person-subscribed' })
  const { body, headers } = await post('/t/pact/', { description: 'a CONSUMER_IDENTIFIED event' })
  expect(body).toMatchObject({ type: 'CONSUMER_IDENTIFIED', consumerId: 'customer-1', source: 'SPAR' })
  const metadata = JSON.parse(Buffer.from(headers.get('pact-message-metadata') ?? '', 'base64').toString())
  expect(metadata).toMatchObject({ contentType: 'application/json', event: 'CONSUMER_IDENTIFIED' })
  expect(metadata['ci-signature-sha256']).toMatch(/^[0-9a-f]{64}$/)
})

test('a message that was not sent is refused with what was', async () => {
  await states({ state: 'authorized' })
  const none = await post('/t/pact/_tvilling/pact/messages', { description: 'a PING' })
  expect(none.status).toBe(409)
  expect(none.body.error).toMatch(/^No webhook message was sent in this state: .*webhook-registered/)
  await states({ state: 'webhook-registered', params: { url: 'http://127.0.0.1:9/' } })
  const other = await post('/t/pact/_tvilling/pact/messages', { description: 'a LIFE_EVENT' })
  expect(other.body.error).toBe('The description names LIFE_EVENT, but in this state only PING was sent.')
})

test('a bearer token from elsewhere can be accepted without any pact', async () => {
  const control = connect(server.url, { tenant: 'pact' })
  await control.reset()
  expect(await control.tokens.accept({ token: 'mine' })).toMatchObject({ token: 'mine', client: 'tvilling' })
  expect((await consumers('mine')).status).toBe(200)
  await expect(control.tokens.accept({ client: 'tviling' })).rejects.toThrow(
    /^There is no OAuth client "tviling"\. Nearest: tvilling/,
  )
  await expect(control.tokens.accept({ token: 'two words' })).rejects.toThrow(/cannot be a bearer token/)
})
