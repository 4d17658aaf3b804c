import { connect } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { expect, test } from 'vitest'

const harness = { simulators, now: '2026-01-01T00:00:00Z' }

test('a server with a control token obeys only who has it, and tells everybody that it is ready', async () => {
  const server = await startServer({ port: 0, controlToken: 'open-sesame', harness })
  await expect(connect(server.url).clock.advance('PT1H')).rejects.toThrow('demands its control token')
  await expect(connect(server.url, { token: 'open-sesamE' }).reset()).rejects.toThrow(
    'demands its control token',
  )
  const advanced = await connect(server.url, { token: 'open-sesame' }).clock.advance('PT1H')
  expect(advanced.now).toBe('2026-01-01T01:00:00.000Z')
  expect((await fetch(`${server.url}/_tvilling/health`)).status).toBe(200)
  await server.close()
})

test('bound to more than loopback, a server makes a control token of its own', async () => {
  const server = await startServer({ port: 0, host: '0.0.0.0', harness })
  expect(server.controlToken).toMatch(/^\S{20,}$/)
  const { port } = new URL(server.url)
  await expect(connect(`http://127.0.0.1:${port}`).clock.read()).rejects.toThrow('demands its control token')
  await server.close()
})
