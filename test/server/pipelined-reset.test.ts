import { expect, test } from 'vitest'
import { mischief, startLibrary } from './library-server.ts'

test('a reset of a pipelined request comes after the answer to the one before it', async () => {
  const server = await startLibrary()
  const fault = { simulator: 'library', operation: 'misbehave', times: 1 } as const
  await server.control.faults.add({ ...fault, fault: 'delay', delay: 'PT1S' })
  await server.control.faults.add({ ...fault, fault: 'reset' })
  const connection = await server.open()
  connection.send(mischief('first') + mischief('second') + mischief('third'))
  while ((await server.control.journal.find({ operation: 'misbehave' })).length < 3);
  await server.control.clock.advance('PT1S')
  expect(await connection.ended()).toBe('ECONNRESET')
  expect((await connection.answers(1))[0]?.body).toContain('first')
  expect(server.defects).toEqual([])

  const next = await server.open()
  next.send(mischief('next'))
  expect((await next.answers(1))[0]?.status).toBe(200)
  next.leave()
})
