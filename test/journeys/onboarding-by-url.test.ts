import { connect } from 'tvilling'
import { organizationNumberOf } from 'tvilling/fixtures'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, test } from 'vitest'
import { serviceOn } from './onboarding/story.ts'

/**
 * A developer wants to see the service run, without a test around it. She starts the twins as a server and sets the
 * five base URLs of the service to it; nothing else is different from production, neither code nor clients. A
 * company is taken on before her eyes, and she need not even wait the half minute that it takes: she tells the
 * server that it is over. What she has seen here is what the tests see, since they use the same doors.
 */
test('the service runs against a server by its base URLs alone', async () => {
  const server = await startServer({ port: 0, harness: { simulators } })
  const control = connect(server.url)
  const service = await serviceOn({ fetch, control }, server.url)
  const key = await service.onboard(organizationNumberOf('swedish-full'))
  await control.clock.advance('PT30S')
  expect(service.company(key)?.state).toBe('ONBOARDED')
  await service.stop()
  await server.close()
})
