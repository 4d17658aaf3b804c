import type { Harness } from 'tvilling'
import { expect, test } from 'vitest'
import { mailbox } from '../engine/mailbox.ts'
import { logIn, openLibrary } from '../engine/sample.ts'
import { inTurn, openTwoHarnesses } from './two-harnesses.ts'

async function live(harness: Harness): Promise<string> {
  const { call } = await logIn(harness)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  await call('PUT', '/webhooks/w2', { url: 'http://receiver.example/2' })
  for (const loan of ['l1', 'l2', 'l3']) await call('PUT', `/books/b1/loans/${loan}`)
  await harness.faults.add({
    simulator: 'library',
    operation: 'listBooks',
    fault: 'status',
    status: 500,
    times: 2,
  })
  await call('POST', '/books', '{')
  await call('GET', '/nowhere')
  const advanced = await harness.clock.advance('P10D')
  const answers = []
  for (let count = 0; count < 4; count += 1) answers.push((await call('GET', '/books')).status)
  const again = await logIn(harness)
  await again.call('GET', '/books')
  const snapshot = await harness.snapshot()
  await harness.clock.advance('P10D')
  await harness.restore(snapshot)
  await call('PUT', '/books/b2/loans/l4')
  return JSON.stringify(
    [
      advanced,
      answers,
      await harness.clock.read(),
      await harness.journal.find(),
      await harness.journal.actions(),
      await harness.deliveries.list(),
      await harness.faults.list(),
      await harness.state.page('library', 'loans'),
      again.token,
    ],
    undefined,
    1,
  )
}

test('two servers that are asked in turn give the same bytes as one', async () => {
  const replies = () => mailbox((_, count) => (count % 3 === 0 ? 200 : 500)).send
  const send = replies()
  await using two = await openTwoHarnesses({ webhooks: { send } })
  await using alone = await openLibrary({ webhooks: { send: replies() } })
  expect(await live(inTurn(two))).toBe(await live(alone))
})
