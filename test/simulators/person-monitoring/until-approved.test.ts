import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { type Door, eachDoor } from '../../doors.ts'
import { logIn, OTHER, PERSON, withWebhook } from './client.ts'

/** Tells, of two people who both change, whose change is sent. */
async function withHearing(
  door: Door,
  run: (heard: () => Promise<unknown[]>) => Promise<void>,
): Promise<void> {
  let changes = 0
  await withWebhook(door, ({ received }) =>
    run(async () => {
      changes += 1
      const before = received.length
      for (const number of [PERSON, OTHER]) {
        await door.control.people.change(number, { familyName: `Ny${'a'.repeat(changes)}` })
        await door.control.deliveries.settled()
      }
      const told = received.slice(before).filter(({ body }) => body['requestType'] === 'payload')
      return told.map(({ body }) => (body['keyMap'] as Record<string, unknown>)['personalNumber'])
    }),
  )
}

eachDoor('[PM-23] until an upload is approved, the list before it is monitored', async (door) => {
  const { scenarios, clock } = door.control
  await scenarios.load('bundle-approved', { id: 'b1', numbers: [PERSON] })
  const client = await logIn(door)
  await withHearing(door, async (heard) => {
    expect((await client.update(OTHER)).body).toMatchObject({ status: 'PENDING', entityCount: 1 })
    expect(await heard()).toEqual([PERSON])
    await clock.advance('PT4M')
    expect(await client.bundle()).toMatchObject({ status: 'APPROVED' })
    expect(await heard()).toEqual([OTHER])
  })
})

eachDoor('[PM-23] a large upload counts when it is approved, not when it is PENDING', async (door) => {
  const { scenarios, clock } = door.control
  await scenarios.load('bundle-approved', { id: 'b1', numbers: [PERSON] })
  const client = await logIn(door)
  await withHearing(door, async (heard) => {
    await scenarios.load('bundle-sent-in', { id: 'b1' })
    expect(await heard()).toEqual([PERSON])
    await clock.advance('PT4M')
    expect(await client.bundle()).toMatchObject({ status: 'PENDING' })
    expect(await heard()).toEqual([PERSON])
    await clock.advance('PT4M')
    expect(await client.bundle()).toMatchObject({ status: 'APPROVED' })
    expect(await heard()).toEqual([])
  })
})

eachDoor('[PM-23] an upload that is never approved changes nothing', async (door) => {
  const { scenarios, clock, state } = door.control
  await scenarios.load('bundle-approved', { id: 'b1', numbers: [PERSON] })
  const client = await logIn(door)
  await withHearing(door, async (heard) => {
    await client.update(`${OTHER}\n${numberOf('wrong-check-digit')}`)
    await clock.advance('PT4M')
    expect(await client.bundle()).toMatchObject({ status: 'INCORRECT', entityCount: 2 })
    expect(await heard()).toEqual([PERSON])
    await state.transition('person-monitoring', 'bundles', 'tvilling:b1', 'MISSING')
    expect(await heard()).toEqual([PERSON])
    await client.update(OTHER)
    await client.update(`${OTHER}\n${PERSON}`)
    await clock.advance('PT4M')
    expect(await heard()).toEqual([PERSON, OTHER])
  })
})

eachDoor('[PM-22] [PM-23] a bundle that turns MISSING without an upload sends nothing', async (door) => {
  const { scenarios, state } = door.control
  await scenarios.load('bundle-approved', { id: 'b1', numbers: [PERSON] })
  await withHearing(door, async (heard) => {
    await state.transition('person-monitoring', 'bundles', 'tvilling:b1', 'MISSING')
    expect(await heard()).toEqual([])
  })
})

eachDoor(
  '[PM-23] by a setting nothing is monitored until an upload is approved',
  async (door) => {
    const { scenarios, clock } = door.control
    await scenarios.load('bundle-approved', { id: 'b1', numbers: [PERSON] })
    const client = await logIn(door)
    await withHearing(door, async (heard) => {
      await client.update(OTHER)
      expect(await heard()).toEqual([])
      await clock.advance('PT4M')
      expect(await heard()).toEqual([OTHER])
    })
  },
  { settings: { 'person-monitoring': { untilApproved: 'none' } } },
)
