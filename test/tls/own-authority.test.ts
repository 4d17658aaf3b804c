import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSelfSigned } from '../../server/tls/self-signed.ts'
import { systemWall } from '../../src/harness/clock.ts'
import { startSecure, temporaryFolder } from './secure-library.ts'

const contents = (folder: string) =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'latin1')]))

test('the authority is made once: a second server on the folder writes nothing', async () => {
  const first = await startSecure()
  const before = contents(first.folder)
  expect(Object.keys(before).sort()).toEqual(['.gitignore', 'ca-key.pem', 'ca.p12', 'ca.pem', 'server.pem'])
  await using second = await startSecure({ tls: { folder: first.folder } })
  expect(contents(first.folder)).toEqual(before)
  expect((await second.call('/_tvilling/health', { ca: first.ca })).status).toBe(200)
})

test('only its owner can read its keys, and Git ignores its folder', async () => {
  const { folder } = await startSecure()
  const mode = (name: string) => statSync(join(folder, name)).mode & 0o777
  expect([mode('ca-key.pem'), mode('server.pem'), mode('')]).toEqual([0o600, 0o600, 0o700])
  expect(contents(folder)['.gitignore']).toBe('*\n')
})

test('servers that start at the same time have the same authority', async () => {
  const folder = join(temporaryFolder(), 'tls')
  const opened = await Promise.all(
    Array.from({ length: 8 }, async () => {
      const { authority, current } = await openSelfSigned({ folder, names: [], wall: systemWall })
      await current()
      return authority
    }),
  )
  expect(new Set(opened.map(({ key, certificate }) => key + certificate)).size).toBe(1)
  expect(contents(folder)['ca.pem']).toBe(opened[0]?.certificate)
  // What one of them prepared and another was faster with is gone.
  expect(readdirSync(folder)).toHaveLength(5)
})
