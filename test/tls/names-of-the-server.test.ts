import { expect, test } from 'vitest'
import { startSecure } from './secure-library.ts'

test('the certificate has the names of loopback, the host, and the hosts that are allowed', async () => {
  const server = await startSecure({
    host: '127.0.0.2',
    allowedHosts: ['Twins.example.org', '*.test', '[::2]'],
  })
  const { certificate } = await server.call('/_tvilling/health')
  expect(certificate.subjectaltname?.split(', ')).toEqual([
    'DNS:localhost',
    'IP Address:127.0.0.1',
    'IP Address:0:0:0:0:0:0:0:1',
    'IP Address:127.0.0.2',
    'DNS:twins.example.org',
    'DNS:*.test',
    'IP Address:0:0:0:0:0:0:0:2',
  ])
})

test('a client that checks the name reaches the server by each name it may be called by', async () => {
  const server = await startSecure({ allowedHosts: ['twins.example.org'] })
  const at = (servername: string) =>
    server.call('/_tvilling/health', { servername, headers: { host: servername } })
  expect((await at('localhost')).status).toBe(200)
  expect((await at('twins.example.org')).status).toBe(200)
  await expect(at('other.example.org')).rejects.toThrow(/does not match certificate/)
})

test('with another host the certificate is made anew, by the same authority', async () => {
  const first = await startSecure()
  const before = (await first.call('/_tvilling/health')).certificate
  await first.close()
  const again = await startSecure({ tls: { folder: first.folder } })
  expect((await again.call('/_tvilling/health', { ca: first.ca })).certificate.fingerprint256).toBe(
    before.fingerprint256,
  )
  const second = await startSecure({ tls: { folder: first.folder }, allowedHosts: ['twins.test'] })
  const after = (await second.call('/_tvilling/health', { ca: first.ca })).certificate
  expect(after.fingerprint256).not.toBe(before.fingerprint256)
  expect(after.subjectaltname).toBe(`${before.subjectaltname}, DNS:twins.test`)
})
