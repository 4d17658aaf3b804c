import { expect } from 'vitest'
import { type Door, eachDoor } from '../../doors.ts'
import { isSigned, logIn, withReceiver } from './client.ts'

const load = (door: Door, name: string, parameters?: Record<string, unknown>) =>
  door.control.scenarios.load(name, parameters)
const statesOf = async (door: Door) => (await (await logIn(door)).consumers()).data.map(({ state }) => state)

eachDoor('[CI-16] consumers can be had uploaded, and go on from there', async (door) => {
  const loaded = await load(door, 'consumers-uploaded', { count: 2, market: 'DK', prefix: 'k' })
  expect(loaded).toEqual({ client: 'tvilling', consumerIds: ['k1', 'k2'] })
  expect(await statesOf(door)).toEqual(['UPLOADED', 'UPLOADED'])
  await door.control.clock.advance('PT90S')
  expect(await statesOf(door)).toEqual(['IDENTIFIED', 'IDENTIFIED'])
})

eachDoor('[CI-16] [CI-11] consumers can be had identified', async (door) => {
  const { consumerIds, gedis } = await load(door, 'consumers-identified', { count: 3 })
  expect(consumerIds).toEqual(['customer-1', 'customer-2', 'customer-3'])
  const { data } = await (await logIn(door)).subscribed()
  expect(data.map(({ metadata }) => metadata.gedi)).toEqual(gedis)
  const { transitions } = await door.control.clock.advance('P1D')
  expect(transitions).toEqual([])
})

eachDoor('[CI-16] a consumer can be had not identified', async (door) => {
  expect(await load(door, 'consumer-not-identified')).toEqual({
    client: 'tvilling',
    consumerId: 'customer-1',
  })
  expect(await statesOf(door)).toEqual(['NOT_IDENTIFIED'])
})

eachDoor('[CI-20] [CI-28] consumers can be had deleted, with what that has sent', async (door) => {
  const { gedis } = await load(door, 'consumers-deleted', { count: 2 })
  expect(gedis).toHaveLength(2)
  const client = await logIn(door)
  expect((await client.consumers()).data).toEqual([])
  expect((await client.subscribed()).data).toEqual([])
})

eachDoor('[CI-24] a webhook can be had registered, with its secret', async (door) => {
  await withReceiver(async (receiver) => {
    const { secret } = await load(door, 'webhook-registered', { url: receiver.url })
    await door.control.deliveries.settled()
    expect(receiver.received).toHaveLength(1)
    expect(isSigned(receiver.received[0]!, String(secret))).toBe(true)
  })
})

eachDoor('[CI-29] a consumer can be moved by control, along the graph only', async (door) => {
  await load(door, 'consumers-uploaded', { count: 1 })
  const move = (to: string) =>
    door.control.state.transition('consumer-intelligence', 'consumers', 'tvilling:customer-1', to)
  await expect(move('IDENTIFIED')).rejects.toThrow('IDENTIFYING')
  await move('IDENTIFYING')
  await move('NOT_IDENTIFIED')
  expect(await statesOf(door)).toEqual(['NOT_IDENTIFIED'])
  await move('UPLOADED')
  await door.control.clock.advance('PT90S')
  expect(await statesOf(door)).toEqual(['IDENTIFIED'])
})

eachDoor('[CI-29] a subject does what it is said to trigger', async (door) => {
  const subjects = (await door.control.subjects.list()).filter(
    ({ simulator }) => simulator === 'consumer-intelligence',
  )
  const client = await logIn(door)
  const markets = { norwegian: 'NO', danish: 'DK', finnish: 'FI' }
  for (const { subject, number } of subjects) {
    const [, market = 'SE'] = Object.entries(markets).find(([name]) => subject.endsWith(name)) ?? []
    const { status } = await client.call('POST', `/markets/${market}/persons/_find`, { legalId: number })
    expect([subject, status]).toEqual([subject, subject.startsWith('nobody') ? 404 : 200])
  }
})
