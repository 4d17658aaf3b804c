import { expect, test } from 'vitest'
import { mischief, startLibrary } from './library-server.ts'

test('a connection is kept unless the client closes it', async () => {
  const server = await startLibrary()
  const connection = await server.open()
  connection.send(mischief('one'))
  expect((await connection.answers(1))[0]?.headers['connection']).toBe('keep-alive')
  connection.send(mischief('two', '{}', ['Connection: close']))
  expect((await connection.answers(2))[1]?.headers['connection']).toBe('close')
  expect(await connection.ended()).toBeUndefined()
})

test('a server that closes answers what is under way with connection: close, and ends', async () => {
  const server = await startLibrary()
  const idle = await server.open()
  idle.send(mischief('idle'))
  await idle.answers(1)
  const busy = await server.open()
  const [before, after] = ['{"a":', '1}']
  busy.send(mischief('warm'), mischief('busy', before + after).slice(0, -after.length))
  await busy.answers(1)
  const closed = server.close()
  expect(await idle.ended()).toBeUndefined()
  busy.send(after)
  const [, answer] = await busy.answers(2)
  expect(answer?.status).toBe(200)
  expect(answer?.headers['connection']).toBe('close')
  expect(await busy.ended()).toBeUndefined()
  await closed
  await expect(server.open()).rejects.toThrow('ECONNREFUSED')
})
