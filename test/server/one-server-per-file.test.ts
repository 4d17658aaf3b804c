import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
    `The store ${file} cannot be opened: another process uses it.`,
  )
  await (await first.tenants.get('default')).clock.set({ mode: 'manual' })
  await first.close()
  const second = await startServer(options)
  expect((await (await second.tenants.get('default')).clock.read()).mode).toBe('manual')
  await second.close()
})
