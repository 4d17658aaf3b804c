import { expect, test } from 'vitest'
import { eachDoor } from '../doors.ts'
import { faultyDeliveries } from './faulty-deliveries.ts'
import { library } from './sample.ts'

test('deliveries explain themselves: what was sent, when, with which answers, and what is to come', async () => {
  await using faulty = await faultyDeliveries((_, count) => (count === 1 ? 503 : 200))
  const { harness } = faulty
  expect(await harness.deliveries.explain()).toBe('No message: none was queued at all.')
  await faulty.declare({ fault: 'drop', times: 1 })
  await faulty.close('2026-01-02')
  await harness.clock.advance('PT1M')
  const [{ id } = { id: '' }] = await harness.deliveries.list()
  const text = [
    'CLOSED of library to http://receiver.example/1: PENDING',
    `   2026-01-01T00:00:00.000Z queued as ${id}`,
    '   2026-01-01T00:00:00.000Z attempt 1: message -> Lost on the way: the fault f1 (drop) was declared. (fault f1, drop)',
    '   2026-01-01T00:01:00.000Z attempt 2: message -> 503',
    '   to come: attempt 3 at 2026-01-01T00:06:00.000Z',
  ].join('\n')
  expect(await harness.deliveries.explain({ event: 'CLOSED' })).toBe(text)
  expect(await harness.deliveries.explain({ event: 'LOAN', simulator: 'library' })).toBe(
    `No message of library with the event LOAN. There is:\n${text}`,
  )
})

eachDoor(
  'over HTTP it explains itself in the same words',
  async ({ control }) => {
    expect(await control.deliveries.explain({ event: 'LOAN' })).toBe(
      'No message with the event LOAN: none was queued at all.',
    )
  },
  { simulators: [library()] },
)
