import { expect } from 'vitest'
import { numberOf } from '../../../fixtures/index.ts'
import { type Door, type DoorOptions, eachDoor } from '../../doors.ts'
import { type Client, logIn } from './client.ts'

const subscribe = (door: Door) => door.control.scenarios.load('person-subscribed', { subject: 'legal-id' })
const settings = (own: Record<string, string>): DoorOptions => ({
  settings: { 'consumer-intelligence': { tokenLifetime: 'P9D', ...own } },
})
const lifeEvents = async (client: Client) =>
  (await client.audit()).data.filter(({ type }) => type === 'LIFE_EVENT')

const move = (door: Door) => {
  const address = { streetName: 'Nygatan', streetNumber: '1', postalCode: '11122', city: 'Stockholm' }
  return door.control.people.change(numberOf('legal-id'), { address })
}

eachDoor('[CI-42] a move sends a LIFE_EVENT at once, and nothing is predicted', async (door) => {
  const { gedi, consumerId } = await subscribe(door)
  const client = await logIn(door)
  await move(door)
  expect(await lifeEvents(client)).toEqual([
    {
      type: 'LIFE_EVENT',
      id: expect.any(String),
      timestamp: '2026-01-01T00:00:00.000Z',
      phase: 'OCCURRED',
      trigger: 'HOUSEHOLD_MOVE',
      market: 'SE',
      gedi,
      consumerIds: [consumerId],
    },
  ])
})

eachDoor(
  '[CI-42] phase, trigger and delay of the LIFE_EVENT after a move are settings',
  async (door) => {
    await subscribe(door)
    const client = await logIn(door)
    await move(door)
    await door.control.clock.advance('PT47H')
    expect(await lifeEvents(client)).toEqual([])
    await door.control.clock.advance('PT1H')
    expect(await lifeEvents(client)).toMatchObject([
      { phase: 'DONE', trigger: 'MOVE_URBANIZATION', timestamp: '2026-01-03T00:00:00.000Z' },
    ])
  },
  settings({ movePhase: 'DONE', moveTrigger: 'MOVE_URBANIZATION', moveEventAfter: 'P2D' }),
)

eachDoor(
  '[CI-42] without a phase, a move sends no LIFE_EVENT',
  async (door) => {
    await subscribe(door)
    const client = await logIn(door)
    await move(door)
    await door.control.clock.advance('P1D')
    expect(await lifeEvents(client)).toEqual([])
  },
  settings({ movePhase: '' }),
)

eachDoor(
  '[CI-42] the setting predictedTrigger sends each subscribed person a prediction',
  async (door) => {
    const { gedi, consumerId } = await subscribe(door)
    const client = await logIn(door)
    expect(await lifeEvents(client)).toEqual([])
    await door.control.clock.advance('P1D')
    expect(await lifeEvents(client)).toMatchObject([
      {
        phase: 'PREDICT',
        trigger: 'SINGLE_TO_COUPLE',
        gedi,
        consumerIds: [consumerId],
        probability: 75,
        withinEstimatedDays: 120,
      },
    ])
  },
  settings({ predictedTrigger: 'SINGLE_TO_COUPLE' }),
)

eachDoor(
  '[CI-42] nothing is told of a person whose subscription has ended meanwhile',
  async (door) => {
    const { consumerId } = await subscribe(door)
    const client = await logIn(door)
    await move(door)
    await client.call('DELETE', '/consumers', { consumerIds: [consumerId] })
    await door.control.clock.advance('P3D')
    expect(await lifeEvents(client)).toEqual([])
  },
  settings({ predictedTrigger: 'HOUSEHOLD_MOVE', moveEventAfter: 'P2D' }),
)
