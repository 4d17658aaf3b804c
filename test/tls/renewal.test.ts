import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openCredentials } from '../../server/tls/credentials.ts'
import { createSecureServer } from '../../server/tls/secure-server.ts'
import { openSelfSigned } from '../../server/tls/self-signed.ts'
import { call, temporaryFolder } from './secure-library.ts'
import { createWall, DAY } from './wall.ts'

test('a certificate that has less than a month left is replaced at the next start, and not before', async () => {
  const wall = createWall()
  const folder = temporaryFolder()
  const atStart = async () => (await openSelfSigned({ folder, names: [], wall })).current()
  const first = await atStart()
  wall.pass(59 * DAY)
  expect(await atStart()).toEqual(first)
  wall.pass(2 * DAY)
  const second = await atStart()
  expect(second.certificate).not.toBe(first.certificate)
  expect(await atStart()).toEqual(second)
})

test('a server that runs for months shows the new certificate, and connections stay as they are', async () => {
  const wall = createWall()
  const folder = join(temporaryFolder(), 'tls')
  const credentials = await openCredentials({ folder }, [], wall)
  let looked: ReturnType<typeof credentials.renewed> | undefined
  const renewed = () => {
    looked = credentials.renewed()
    return looked
  }
  const { http, stop } = createSecureServer({
    http: {},
    credentials: { ...credentials, renewed },
    handshakeTimeout: 30_000,
    plain() {},
    distrusted() {},
    wall,
  })
  http.on('request', (_, response) => response.end('{}'))
  await once(http.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    stop()
    http.close()
  })
  const url = `https://127.0.0.1:${(http.address() as AddressInfo).port}`
  // The client's clock is the real one, by which the new certificate is not valid yet.
  const shown = async () => (await call(url, { rejectUnauthorized: false })).certificate.fingerprint256
  const first = await shown()
  wall.pass(DAY)
  expect(await looked).toBeUndefined()
  expect(await shown()).toBe(first)
  wall.pass(60 * DAY)
  expect(await looked).toBeDefined()
  expect(await shown()).not.toBe(first)
})
