import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { type Caller, callerAs, DELTAGER, deltager, NOTHING, newIndkaldelse } from './client.ts'

const text = 'Det angivne IndkaldelseId findes ikke'
const expected = { status: 404, errors: [{ fejlkode: 90102, fejltekst: text, beskrivelse: text }] }
const answer = { myndighedsrepraesentantenDeltager: true }

async function expect90102(caller: Caller, indkaldelse: string): Promise<void> {
  for (const refused of [
    await caller.createMyndighedsdeltager(DELTAGER, deltager(indkaldelse)),
    await caller.updateMyndighedsdeltager(DELTAGER, deltager(indkaldelse, answer)),
    await caller.deleteMyndighedsdeltager(DELTAGER, indkaldelse),
  ]) {
    expect(refused).toMatchObject(expected)
    expect(refused.reason).toMatch(/^IN-11: /)
  }
}

eachDoor('[IN-11] an indkaldelse id that does not exist is 90102', async (door) => {
  await expect90102(await callerAs(door), NOTHING)
})

eachDoor('[IN-11] [IN-15] the indkaldelse of another citizen is 90102', async (door) => {
  const theirs = await newIndkaldelse(await callerAs(door), numberOf('a-kasse-citizen'))
  await expect90102(await callerAs(door, 'kommune'), theirs)
})
