import { expect, test } from 'vitest'
import { startSecure } from './secure-library.ts'

test('a reset over HTTPS is a reset of the connection, as without TLS', async () => {
  const server = await startSecure()
  const tenant = await server.tenants.get('default')
  await tenant.faults.add({ simulator: 'library', operation: 'misbehave', fault: 'reset', times: 1 })
  const send = () =>
    server.call('/mischief/any', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '2' },
      body: '{}',
    })
  await expect(send()).rejects.toMatchObject({ code: 'ECONNRESET', syscall: 'read' })
  expect((await send()).status).toBe(200)
})
