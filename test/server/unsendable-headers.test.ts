import { expect, test } from 'vitest'
import { mischief, startLibrary } from './library-server.ts'

test('a header that Node refuses to send is our defect: 500, and the connection goes on', async () => {
  const server = await startLibrary()
  const connection = await server.open()
  connection.send(mischief('odd-header') + mischief('next'))
  const [failed, next] = await connection.answers(2)
  expect(failed?.status).toBe(500)
  expect(failed?.headers).not.toHaveProperty('b')
  expect(JSON.parse(failed?.body ?? '')).toEqual({ error: 'Tvilling failed; its log says why.' })
  expect(next?.status).toBe(200)
  expect(server.defects).toMatchObject([{ code: 'ERR_INVALID_CHAR' }])
  connection.leave()
})

test.each(['%F0%9F%98%80', '%C3%A5', '%0D%0Ax:%20y', '%00'])(
  'a path with %s is answered, whatever of it the reason tells',
  async (name) => {
    const server = await startLibrary()
    const connection = await server.open()
    connection.send(`GET /nothing/${name} HTTP/1.1\r\nHost: twin.test\r\n\r\n`)
    const [answer] = await connection.answers(1)
    expect(answer?.status).toBe(404)
    expect(answer?.headers).not.toHaveProperty('x')
    expect(server.defects).toEqual([])
    connection.leave()
  },
)
