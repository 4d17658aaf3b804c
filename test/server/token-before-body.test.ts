import { expect, test } from 'vitest'
import { library } from '../engine/sample.ts'
import { expectSameReplay } from '../replayed.ts'
import { startLibrary } from './library-server.ts'

const head = (path: string, ...headers: string[]) =>
  [`POST ${path} HTTP/1.1`, 'Host: twin.test', 'Content-Type: application/json', ...headers, '', ''].join(
    '\r\n',
  )
const withoutNumber = (headers: Record<string, string>) => ({ ...headers, 'x-tvilling-exchange': undefined })

test('who has no token is answered before a large body comes, as with a small one', async () => {
  const server = await startLibrary()
  const connection = await server.open()
  for (const authorization of [[], ['Authorization: Bearer unknown']]) {
    const before = await connection.answers(0)
    connection.send(head('/books', 'Content-Length: 2', ...authorization), '{}')
    const small = (await connection.answers(before.length + 1)).at(-1)
    expect(small?.status).toBe(401)
    // Nothing of the body was sent when the answer comes.
    connection.send(head('/books', 'Transfer-Encoding: chunked', ...authorization))
    const large = (await connection.answers(before.length + 2)).at(-1)
    expect(large?.body).toBe(small?.body)
    expect(withoutNumber(large?.headers ?? {})).toEqual(withoutNumber(small?.headers ?? {}))
    // The rest is read and dropped, and the connection goes on.
    connection.send('3e8\r\n', 'x'.repeat(1_000), '\r\n0\r\n\r\n')
  }
  connection.leave()
  await expectSameReplay(server.control, [library()])
  expect(server.defects).toEqual([])
})

test('so is who asks for a path that nobody has, and the journal says what was not read', async () => {
  const server = await startLibrary()
  const connection = await server.open()
  connection.send(head('/bookz', 'Transfer-Encoding: chunked'))
  expect((await connection.answers(1))[0]?.status).toBe(404)
  connection.leave()
  const [exchange] = await server.control.journal.find()
  expect(exchange?.request.body).toBe('(unauthorized)')
  await expectSameReplay(server.control, [library()])
})
