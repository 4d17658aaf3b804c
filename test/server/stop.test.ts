import { expect, test } from 'vitest'
import { needs } from '../needs.ts'
import { startProcess } from './process.ts'

needs('signals')

test.each(['SIGINT', 'SIGTERM'] as const)('%s ends the server with exit code 0', async (signal) => {
  const server = await startProcess('--log', 'silent')
  expect((await fetch(`${server.url}/_tvilling/health`)).status).toBe(200)
  expect(await server.end(signal)).toBe(0)
  expect(server.output()).toContain('tvilling is stopping')
})
