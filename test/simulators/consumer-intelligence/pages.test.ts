import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { type Client, IDENTIFICATION, logIn } from './client.ts'

const ids = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `c${from + index}`)

async function uploadMany(client: Client, count: number, from = 0): Promise<void> {
  for (let at = from; at < from + count; at += 100) {
    const batch = ids(Math.min(100, from + count - at), at)
    expect((await client.upload(...batch.map((consumerId) => ({ consumerId })))).status).toBe(202)
  }
}

async function walk(client: Client, query = ''): Promise<{ sizes: number[]; found: string[] }> {
  const sizes: number[] = []
  const found: string[] = []
  let token: string | null = null
  do {
    const page = await client.consumers(`${query}${token ? `&pageToken=${token}` : ''}`)
    sizes.push(page.data.length)
    found.push(...page.data.map(({ consumerId }) => consumerId))
    token = page.nextPageToken
  } while (token !== null)
  return { sizes, found }
}

eachDoor('[CI-07] [CI-08] [CI-16] 250 consumers are walked in pages of 100, oldest first', async (door) => {
  const client = await logIn(door)
  await uploadMany(client, 250)
  expect(await walk(client)).toEqual({ sizes: [100, 100, 50], found: ids(250) })
  await door.control.clock.advance('PT30S')
  expect((await walk(client, 'state=UPLOADED')).found).toEqual([])
  expect((await walk(client, 'state=IDENTIFYING')).found).toHaveLength(250)
  await uploadMany(client, 50, 250)
  expect((await walk(client, 'state=UPLOADED')).found).toEqual(ids(50, 250))
  await door.control.clock.advance('PT60S')
  expect(await walk(client, 'state=NOT_IDENTIFIED')).toEqual({ sizes: [100, 100, 50], found: ids(250) })
  expect((await walk(client, 'state=IDENTIFIED')).found).toEqual([])
  expect((await walk(client)).found).toEqual(ids(300))
})

eachDoor(
  '[CI-07] a page of any list has 100 items if no size is given, the first ones without a token',
  async (door) => {
    const { consumerIds, gedis } = await door.control.scenarios.load('consumers-identified', { count: 101 })
    const client = await logIn(door)
    const { data: consumers } = await client.consumers()
    expect(consumers.map(({ consumerId }) => consumerId)).toEqual((consumerIds as string[]).slice(0, 100))
    const { data: persons } = await client.subscribed()
    expect(persons.map(({ metadata }) => metadata.gedi)).toEqual((gedis as string[]).slice(0, 100))
    expect((await client.audit()).data).toHaveLength(100)
  },
)

eachDoor('[CI-08] the last page has a null token, also when it is full or empty', async (door) => {
  const client = await logIn(door)
  expect(await client.consumers()).toEqual({ nextPageToken: null, data: [] })
  await uploadMany(client, 4)
  expect(await walk(client, 'pageSize=2')).toEqual({ sizes: [2, 2], found: ids(4) })
  expect((await client.consumers('pageSize=4')).nextPageToken).toBeNull()
  expect((await client.consumers('pageSize=3')).nextPageToken).toEqual(expect.any(String))
})

eachDoor(
  '[CI-31] rows that are added or deleted between pages neither repeat nor skip another',
  async (door) => {
    const client = await logIn(door)
    await uploadMany(client, 9)
    const first = await client.consumers('pageSize=3')
    await client.call('DELETE', '/consumers', { consumerIds: ['c0', 'c2', 'c4'] })
    await uploadMany(client, 1, 9)
    // The row that the cursor stands on is gone; replacing one does not move it.
    await client.upload({ consumerId: 'c5', data: { firstName: 'Replaced' } })
    const second = await client.consumers(`pageSize=2&pageToken=${first.nextPageToken}`)
    const third = await client.consumers(`pageSize=100&pageToken=${second.nextPageToken}`)
    const seen = [...second.data, ...third.data].map(({ consumerId }) => consumerId)
    expect(seen).toEqual(['c3', 'c5', 'c6', 'c7', 'c8', 'c9'])
    expect(third.nextPageToken).toBeNull()
  },
)

eachDoor('[CI-31] rows that change state during a filtered walk are not repeated', async (door) => {
  const client = await logIn(door)
  await door.control.scenarios.load('consumers-identified', { count: 4, prefix: 'i' })
  const first = await client.consumers('state=IDENTIFIED&pageSize=2')
  await client.upload({ consumerId: 'i1' }, { consumerId: 'i3' })
  const rest = await client.consumers(`state=IDENTIFIED&pageToken=${first.nextPageToken}`)
  expect(rest.data.map(({ consumerId }) => consumerId)).toEqual(['i4'])
})

eachDoor('[CI-31] a token that was altered, or given out for something else, is 400', async (door) => {
  const client = await logIn(door)
  const other = await logIn(door, 'tvilling-no-denmark')
  await uploadMany(client, 3)
  const { nextPageToken } = await client.consumers('pageSize=1')
  const { nextPageToken: audit } = await client.audit('pageSize=1')
  const token = String(nextPageToken)
  const flipped = `${token.slice(0, -2)}${token.at(-2) === 'A' ? 'B' : 'A'}${token.at(-1)}`
  const status = async (path: string, by = client) => (await by.call('GET', path)).status
  expect(await status(`/consumers?pageToken=${token}`)).toBe(200)
  for (const wrong of [flipped, token.slice(1), `${token}A`, `${token}=`, 'unknown', '', audit]) {
    expect(await status(`/consumers?pageToken=${wrong}`)).toBe(400)
  }
  expect(await status(`/consumers?pageToken=${token}&state=UPLOADED`)).toBe(400)
  expect(await status(`/audit-events?pageToken=${token}`)).toBe(400)
  expect(await status(`/subscriptions/persons?pageToken=${token}`)).toBe(400)
  expect(await status(`/consumers?pageToken=${token}`, other)).toBe(400)
})

eachDoor('[CI-31] fromDate together with pageToken is 400', async (door) => {
  const client = await logIn(door)
  const { nextPageToken } = await client.subscribed()
  const refused = await client.call(
    'GET',
    `/subscriptions/persons?pageToken=${nextPageToken}&fromDate=2026-01-01`,
  )
  expect(refused.status).toBe(400)
  await door.control.clock.advance(IDENTIFICATION)
  expect((await client.subscribed(`pageToken=${nextPageToken}`)).data).toEqual([])
})
