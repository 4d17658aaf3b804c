import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect, createHarness } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { tvilling } from 'tvilling/server'
import { expect, test } from 'vitest'

test('a harness in an application of its user has no metrics of a server, and says so', async () => {
  await using harness = await createHarness({ simulators, now: '2026-01-01T00:00:00Z' })
  const door = tvilling(harness, { control: true })
  const server = createServer((request, response) => door(request, response, () => response.end()))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const control = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  await expect(control.metrics()).rejects.toThrow(
    'A harness inside an application has no metrics of a server.',
  )
  server.closeAllConnections()
  server.close()
})
