import { expect, test } from 'vitest'
import { mailbox } from '../engine/mailbox.ts'
import { logIn } from '../engine/sample.ts'
import { openTwoHarnesses, type TwoHarnesses } from './two-harnesses.ts'

test('a receiver that calls one server while another advances and waits for it is refused at once', async () => {
  let two: TwoHarnesses | undefined
  const said: unknown[] = []
  const post = mailbox(() => async () => {
    for (const harness of two ? [two.one, two.other] : []) {
      await harness.clock.advance('PT1H').catch(({ message, status }) => said.push([status, message]))
    }
    return 200
  })
  await using opened = await openTwoHarnesses({ webhooks: { send: post.send } })
  const { call } = await logIn(opened.one)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  await call('PUT', '/books/b1/loans/l1')
  await opened.one.deliveries.settled()
  two = opened
  const { deliveries } = await opened.one.clock.advance('P20D')
  expect(deliveries.length).toBeGreaterThan(0)
  const refusal = [409, expect.stringContaining('answer the webhook first')]
  expect(said.slice(0, 2)).toEqual([refusal, refusal])
})
