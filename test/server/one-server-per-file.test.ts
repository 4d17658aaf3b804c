import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from 'tvilling'
import { expect, onTestFinished, test } from 'vitest'
import { simulators } from '../../mocks/simulators.ts'
import { startServer } from '../../server/http/server.ts'

test('a second server is refused a file that the first one uses, and gets it when that has closed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-locked-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'store.sqlite')
  const options = { port: 0, store: { kind: 'sqlite' as const, file }, harness: { simulators } }
  const first = await startServer(options)
  await expect(startServer(options)).rejects.toThrow(
    `The store ${file} cannot be opened: process ${process.pid} uses it. End that process, or name another file.`,
  )
  await (await first.tenants.get('default')).clock.set({ mode: 'manual' })
  await first.close()
  const second = await startServer(options)
  expect((await (await second.tenants.get('default')).clock.read()).mode).toBe('manual')
  await second.close()
})

test('if the file of a tenant is in use the server does not start, and keeps no other file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-locked-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'store.sqlite')
  const options = { port: 0, store: { kind: 'sqlite' as const, file }, harness: { simulators } }
  const tenant = openSqliteStore(`${file}.team-a.tenant`)
  await expect(startServer(options)).rejects.toThrow(
    `The store ${file}.team-a.tenant cannot be opened: process ${process.pid} uses it.`,
  )
  await openSqliteStore(file).close()
  await tenant.close()
  const server = await startServer(options)
  const other = openSqliteStore(`${file}.team-b.tenant`)
  const refused = await fetch(`${server.url}/t/team-b/connect/token`, { method: 'POST' })
  expect([refused.status, String(((await refused.json()) as { error: string }).error)]).toEqual([
    409,
    `The store ${file}.team-b.tenant cannot be opened: process ${process.pid} uses it. End that process, or name another file.`,
  ])
  await other.close()
  expect((await fetch(`${server.url}/t/team-b/connect/token`, { method: 'POST' })).status).not.toBe(409)
  await server.close()
})
