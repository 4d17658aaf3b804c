import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { callerAs } from './client.ts'

async function storedStart(door: Parameters<Parameters<typeof eachDoor>[1]>[0]): Promise<unknown> {
  const { items } = await door.control.state.page('indkaldelse', 'indkaldelser')
  return items.map(({ value }) => (value as { oplysninger: { moedeStarttidspunkt: string } }).oplysninger)
}

eachDoor('[IN-28] a date-time without offset is 1014', async (door) => {
  const caller = await callerAs(door)
  for (const moedeStarttidspunkt of ['2026-07-01T09:00:00', '2026-07-01T09:00', '2026-07-01 09:00:00Z']) {
    const answer = await caller.createIndkaldelse({ moedeStarttidspunkt })
    expect(answer).toMatchObject({ status: 400, fejlkoder: [1014] })
    expect(answer.errors[0]?.beskrivelse).toContain('moedeStarttidspunkt er ikke et gyldigt tidspunkt')
  }
})

const asDanish = { settings: { indkaldelse: { dateTimesWithoutOffset: 'Europe/Copenhagen' } } } as const

eachDoor(
  '[IN-28] by a setting it is Danish time, with summer time',
  async (door) => {
    const caller = await callerAs(door)
    const meeting = { moedeStarttidspunkt: '2026-07-01T09:00:00', moedeSluttidspunkt: '2026-12-01T09:45' }
    expect((await caller.createIndkaldelse(meeting)).status).toBe(200)
    expect(await storedStart(door)).toEqual([
      {
        moedeStarttidspunkt: '2026-07-01T09:00:00+02:00',
        moedeSluttidspunkt: '2026-12-01T09:45:00+01:00',
      },
    ])
    for (const wrong of ['2026-02-30T09:00:00', '2026-07-01T25:00:00', '2026-03-29T02:30:00', '2026-07-01']) {
      expect((await caller.createIndkaldelse({ moedeStarttidspunkt: wrong })).fejlkoder, wrong).toEqual([
        1014,
      ])
    }
    const withOffset = { moedeStarttidspunkt: '2026-07-01T09:00:00-05:00' }
    expect((await caller.createIndkaldelse(withOffset)).status).toBe(200)
  },
  asDanish,
)

eachDoor('[IN-28] second 60 is valid only where UTC can have a leap second', async (door) => {
  const caller = await callerAs(door)
  for (const [moedeStarttidspunkt, status] of [
    ['2026-06-30T23:59:60Z', 200],
    ['2026-12-31T23:59:60.5Z', 200],
    ['2027-01-01T00:59:60+01:00', 200],
    ['2026-07-01T01:59:60+02:00', 200],
    ['2026-12-31T18:59:60-05:00', 200],
    ['2026-12-31T23:59:60+01:00', 400],
    ['2026-06-30T23:58:60Z', 400],
    ['2026-03-31T23:59:60Z', 400],
    ['2026-02-02T09:00:60Z', 400],
    ['2026-12-31T23:59:61Z', 400],
  ] as const) {
    const answer = await caller.createIndkaldelse({ moedeStarttidspunkt })
    expect(answer.status, moedeStarttidspunkt).toBe(status)
  }
})

eachDoor(
  '[IN-28] an answer says that a time was taken as Danish time, if one was',
  async (door) => {
    const caller = await callerAs(door)
    const evidenceOf = async (moedeStarttidspunkt: string) =>
      (await caller.createIndkaldelse({ moedeStarttidspunkt })).headers.get('x-tvilling-evidence')
    expect(await evidenceOf('2026-07-01T09:00:00')).toContain('IN-28')
    expect(await evidenceOf('2026-07-01T09:00:00Z')).not.toContain('IN-28')
  },
  asDanish,
)
