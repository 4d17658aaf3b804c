import { expect } from 'vitest'
import { eachDoor } from '../../doors.ts'
import { clientOf, FULL } from './client.ts'

eachDoor('[OS-25] answers say what in them is the provider’s and what is ours', async (door) => {
  const client = clientOf(door)
  const evidenceOf = ({ headers }: { headers: Headers }) => headers.get('x-tvilling-evidence')
  const created = await client.create({ reports: ['aml'] })
  expect(evidenceOf(created)).toBe('seed')
  expect(evidenceOf(await client.create({ identifier: '300 100 007' }))).toBe('assumed (OS-27)')
  expect(evidenceOf(await client.create({ identifier: 'none' }))).toBe('assumed (OS-19)')
  const url = 'https://me:secret@receiver.test'
  const unsendable = await client.create({ identifier: FULL, webhooks: [{ url, events: ['AllDone'] }] })
  expect(evidenceOf(unsendable)).toBe('assumed (OS-15, OS-19)')
  const { sessionId } = created.body
  expect(evidenceOf(await client.result(sessionId))).toBe('assumed (OS-19, OS-25)')
  await door.control.clock.advance('PT1M')
  expect(evidenceOf(await client.status(sessionId))).toBe('assumed (OS-16, OS-25)')
  expect(evidenceOf(await client.result(sessionId))).toBe('assumed (OS-21, OS-24, OS-25)')
  expect(evidenceOf(await client.report(sessionId, 'aml'))).toBe('assumed (OS-25)')
})
