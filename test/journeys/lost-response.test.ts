/**
 * Why Indkaldelse has request ids: the answer to a call can be lost after the call was carried out. A client that
 * calls again with the same id learns so; one that makes a new id for each attempt invites the citizen twice.
 */
import type { Control } from 'tvilling'
import { numberOf } from 'tvilling/fixtures'
import { expect } from 'vitest'
import { type Door, journey } from '../doors.ts'

const ORIGIN = 'https://indkaldelse.test'
const CITIZEN = numberOf('kommune-citizen')

/** An application that invites a citizen to a meeting, and calls again when it gets no answer. */
async function invite({ fetch }: Door, requestIds: () => string): Promise<'invited' | 'invited before'> {
  const form = { grant_type: 'client_credentials', client_id: 'tvilling', client_secret: 'tvilling' }
  const token = await fetch(`${ORIGIN}/connect/token`, { method: 'POST', body: new URLSearchParams(form) })
  const { access_token } = (await token.json()) as { access_token: string }
  const call = () =>
    fetch(`${ORIGIN}/v2/Indkaldelse`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${access_token}`,
        'content-type': 'application/json',
        'x-civilregistrationIdentifier': CITIZEN,
        'x-requestId': requestIds(),
      },
      body: JSON.stringify({ moedeStarttidspunkt: '2026-02-02T09:00:00+01:00' }),
    })
  const answer = await call().catch(call)
  if (answer.status === 412) return 'invited before'
  expect(answer.status).toBe(200)
  return 'invited'
}

const sameEachTime = () => 'meeting-7'

function newEachTime(): () => string {
  let attempts = 0
  return () => {
    attempts += 1
    return `attempt-${attempts}`
  }
}

const loseOneAnswer = (control: Control) =>
  control.faults.add({
    simulator: 'indkaldelse',
    operation: 'createIndkaldelse',
    fault: 'response-lost',
    times: 1,
  })

/** What a team's own test asks: that the citizen is invited once. If not, the journal tells why. */
async function expectOneInvitation(control: Control): Promise<void> {
  const { items } = await control.state.page('indkaldelse', 'indkaldelser')
  const calls = await control.journal.find({ operation: 'createIndkaldelse' })
  const story = calls.map(
    ({ id, request, response, reason }) =>
      `#${id} x-requestId ${request.headers['x-requestid']} -> ${response.status}. ${reason ?? ''}`,
  )
  const why = `The citizen is invited ${items.length} times:\n${story.join('\n')}`
  expect(items, why).toHaveLength(1)
}

journey('a client that calls again with the same request id learns that it was carried out', async (door) => {
  await loseOneAnswer(door.control)
  expect(await invite(door, sameEachTime)).toBe('invited before')
  await expectOneInvitation(door.control)
})

journey('a client that makes a new request id for each attempt invites the citizen twice', async (door) => {
  await loseOneAnswer(door.control)
  expect(await invite(door, newEachTime())).toBe('invited')
  const failure = await expectOneInvitation(door.control).catch((error: Error) => error)
  expect(failure?.message).toContain(
    [
      'The citizen is invited 2 times:',
      '#2 x-requestId attempt-1 -> 200. The fault f1 (response-lost) was declared.',
      '#3 x-requestId attempt-2 -> 200.',
    ].join('\n'),
  )
})

journey('without a fault both clients invite the citizen once', async (door) => {
  expect(await invite(door, newEachTime())).toBe('invited')
  await expectOneInvitation(door.control)
})
