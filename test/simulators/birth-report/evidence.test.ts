import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { type Door, eachDoor } from '../../doors.ts'
import { type Answer, parent, report, send, sendRaw } from './client.ts'

const evidenceOf = ({ headers }: Answer) => headers.get('x-tvilling-evidence')

eachDoor('[BR-17] [BR-18] [BR-19] a success says which of our rules decided', async (door) => {
  expect(evidenceOf(await send(door, report(1)))).toBe('assumed (BR-18)')
  expect(evidenceOf(await send(door, report(1)))).toBe('assumed (BR-19)')
  const mother = parent(numberOf('nobody'))
  expect(evidenceOf(await send(door, report(2, { mother })))).toBe('assumed (BR-18, BR-22)')
  const confirmed = await send(door, report(3, { mother: parent(numberOf('protected-mother')) }))
  expect(evidenceOf(confirmed)).toBe('assumed (BR-17, BR-25)')
})

eachDoor('[BR-16] a refusal says which of our rules decided', async (door) => {
  expect(evidenceOf(await sendRaw(door, '{', { 'content-type': 'application/json' }))).toBe('assumed (BR-16)')
  expect(evidenceOf(await send(door, { ...report(1), reportedBy: {} }))).toBe('assumed (BR-16)')
  const gender = { ...report(1), child: { ...report(1).child, gender: 'UNKNOWN' } }
  expect(evidenceOf(await send(door, gender))).toBe('assumed (BR-15, BR-16)')
  const future = await send(door, report(1, { child: { date: '2027-01-01' } }))
  expect(evidenceOf(future)).toBe('assumed (BR-15, BR-16, BR-24)')
  await send(door, report(2))
  expect(evidenceOf(await send(door, { ...report(2), mother: parent(numberOf('wife')) }))).toBe(
    'assumed (BR-19)',
  )
})

eachDoor(
  '[BR-03] [BR-05] [BR-06] [BR-07] an error on demand is as the provider documents it',
  async (door) => {
    for (const status of [400, 403, 422, 500, 502]) {
      await declare(door, status)
      expect(evidenceOf(await send(door, report(1))), String(status)).toBe('seed')
    }
  },
)

async function declare({ control }: Door, status: number): Promise<void> {
  const what = { simulator: 'birth-report', operation: 'createBirthReport' } as const
  await control.faults.add({ ...what, fault: 'status', status, times: 1 })
}
