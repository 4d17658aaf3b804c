import { expect, test } from 'vitest'
import { mailbox } from './mailbox.ts'
import { logIn, openLibrary } from './sample.ts'

test('requests that come in during an advance are answered, and all of their work is done', async () => {
  const post = mailbox()
  await using harness = await openLibrary({ webhooks: { send: post.send } })
  const { call } = await logIn(harness)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  for (let loan = 0; loan < 50; loan += 1) await call('PUT', `/books/b/loans/before-${loan}`)

  const advancing = harness.clock.advance('PT10M')
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, loan) => call('PUT', `/books/b/loans/during-${loan}`)),
  )
  const { transitions } = await advancing
  expect(answers.every(({ status }) => status === 201)).toBe(true)
  expect(transitions.filter(({ key }) => key.startsWith('before'))).toHaveLength(50)

  await harness.clock.advance('PT10M')
  const loans = await harness.state.page('library', 'loans')
  expect(loans.items.every(({ value }) => value['state'] === 'READY')).toBe(true)
  expect(post.letters).toHaveLength(100)
  expect(new Set(post.letters.map(({ headers }) => headers['x-event'])).size).toBe(100)
})

test('a message is not sent for a change that is undone', async () => {
  const post = mailbox()
  const defects: unknown[] = []
  await using harness = await openLibrary({
    webhooks: { send: post.send },
    onDefect: (defect) => defects.push(defect),
  })
  const { call } = await logIn(harness)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  for (const book of ['b1', 'cursed', 'b2']) await call('PUT', `/books/${book}/loans/of-${book}`)
  const looks = Array.from({ length: 20 }, () => harness.deliveries.settled())
  const { transitions } = await harness.clock.advance('PT10M')
  await Promise.all(looks)
  expect(transitions.map(({ key }) => key)).toEqual(['of-b1', 'of-b2'])
  expect(post.letters.map(({ body }) => JSON.parse(body).loan)).toEqual(['of-b1', 'of-b2'])
  expect(defects).toHaveLength(1)
})

test('a receiver may call the API while the advance that sent to it goes on', async () => {
  const answers: number[] = []
  const post = mailbox(() => async () => {
    const { status } = await call('PUT', `/books/b2/loans/answer-${answers.length}`)
    answers.push(status)
    return 200
  })
  await using harness = await openLibrary({ webhooks: { send: post.send } })
  const { call } = await logIn(harness)
  await call('PUT', '/webhooks/w1', { url: 'http://receiver.example/1' })
  await call('PUT', '/books/b1/loans/l1')
  const { transitions, deliveries } = await harness.clock.advance('PT25M')
  expect(answers).toEqual([201, 201])
  expect(transitions.map(({ key, at }) => `${key} ${at.slice(11, 16)}`)).toEqual([
    'l1 00:10',
    'answer-0 00:20',
  ])
  expect(deliveries).toHaveLength(2)
})
