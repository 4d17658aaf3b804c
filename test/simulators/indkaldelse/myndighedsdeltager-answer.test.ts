import { expect } from 'vitest'
import { type Door, eachDoor } from '../../doors.ts'
import { callerAs, DELTAGER, deltager, newIndkaldelse } from './client.ts'

const attending = (myndighedsrepraesentantenDeltager?: boolean) => ({ myndighedsrepraesentantenDeltager })

async function svarOf({ control }: Door): Promise<unknown> {
  const { items } = await control.state.page('indkaldelse', 'myndighedsdeltagere')
  return items[0]?.value['svar']
}

eachDoor('[IN-07] the answer may be left out when creating and is required when updating', async (door) => {
  const caller = await callerAs(door)
  const id = await newIndkaldelse(caller)
  expect((await caller.createMyndighedsdeltager(DELTAGER, deltager(id))).status).toBe(200)
  const without = await caller.updateMyndighedsdeltager(DELTAGER, deltager(id))
  expect(without).toMatchObject({ status: 400, fejlkoder: [1014] })
  expect(without.errors[0]?.beskrivelse).toBe('body myndighedsrepraesentantenDeltager mangler')
  expect((await caller.updateMyndighedsdeltager(DELTAGER, deltager(id, attending(true)))).status).toBe(204)
})

eachDoor('[IN-06] true is attending and false is declined, and an answer can be changed', async (door) => {
  const caller = await callerAs(door)
  const id = await newIndkaldelse(caller)
  await caller.createMyndighedsdeltager(DELTAGER, deltager(id))
  expect(await svarOf(door)).toBe('AFVENTER')
  for (const [deltagelse, svar] of [
    [false, 'AFBUD'],
    [true, 'DELTAGER'],
    [true, 'DELTAGER'],
    [false, 'AFBUD'],
  ] as const) {
    const answer = await caller.updateMyndighedsdeltager(DELTAGER, deltager(id, attending(deltagelse)))
    expect(answer.status).toBe(204)
    expect(await svarOf(door)).toBe(svar)
  }
})

eachDoor('[IN-06] a participant can be created with its answer', async (door) => {
  const caller = await callerAs(door)
  const id = await newIndkaldelse(caller)
  await caller.createMyndighedsdeltager(DELTAGER, deltager(id, attending(false)))
  expect(await svarOf(door)).toBe('AFBUD')
})

eachDoor('[IN-07] a test can answer for the other authority, but not take an answer back', async (door) => {
  const { id } = await door.control.scenarios.load('myndighedsdeltager-created')
  const move = (to: string) =>
    door.control.state.transition('indkaldelse', 'myndighedsdeltagere', String(id), to)
  expect(await move('DELTAGER')).toMatchObject({ id, svar: 'DELTAGER' })
  await expect(move('AFVENTER')).rejects.toThrow('AFBUD')
})
