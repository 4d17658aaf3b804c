import { expect, test } from 'vitest'
import { needs } from '../needs.ts'
import { startProcess } from './process.ts'

needs('signals')

test('with --log json every line of the standard output is a JSON object, from the start to the stop', async () => {
  const server = await startProcess('--log', 'json', '--scenario', 'consumers-uploaded?count=2')
  await fetch(`${server.url}/nowhere?access_token=secret`)
  expect(await server.end('SIGTERM')).toBe(0)
  const lines = server
    .output()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  const time = expect.any(Number)
  expect(lines).toEqual([
    expect.objectContaining({ level: 30, time, scenario: 'consumers-uploaded', facts: expect.any(Object) }),
    { level: 30, time, url: server.url, msg: `tvilling listening on ${server.url}` },
    expect.objectContaining({
      level: 40,
      time,
      method: 'GET',
      path: '/nowhere',
      status: 404,
      tenant: 'default',
    }),
    { level: 30, time, msg: 'tvilling is stopping' },
  ])
  expect(lines[2].msg).toContain('?access_token=[redacted]')
  expect(lines[2].duration).toBeGreaterThan(0)
})
