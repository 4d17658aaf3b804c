import { expect, test } from 'vitest'
import { mischief, startLibrary } from './library-server.ts'

test('two requests in one packet are answered in their order', async () => {
  const server = await startLibrary()
  const connection = await server.open()
  connection.send(mischief('one', '{"a":1}') + mischief('two', '{"b":2}'))
  const answers = await connection.answers(2)
  expect(answers.map(({ status, body }) => [status, JSON.parse(body)])).toEqual([
    [200, { kind: 'one', body: { a: 1 } }],
    [200, { kind: 'two', body: { b: 2 } }],
  ])
  connection.leave()
})

test('a slow first request holds back the answer to the second, which is ready', async () => {
  const server = await startLibrary()
  const fault = {
    simulator: 'library',
    operation: 'misbehave',
    fault: 'delay',
    delay: 'PT1S',
    times: 1,
  } as const
  await server.control.faults.add(fault)
  const connection = await server.open()
  connection.send(mischief('slow') + mischief('quick'))
  // Control answers on a connection of its own when both are done.
  while ((await server.control.journal.find({ operation: 'misbehave' })).length < 2);
  await server.control.clock.advance('PT1S')
  const kinds = (await connection.answers(2)).map(({ body }) => JSON.parse(body).kind)
  expect(kinds).toEqual(['slow', 'quick'])
  connection.leave()
})
