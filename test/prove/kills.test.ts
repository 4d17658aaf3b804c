import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { killServers } from './kills/kill-servers.ts'

test('a server over a file that is killed twice under load loses nothing and does nothing twice', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-kills-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const store = `sqlite:${join(folder, 'killed.db')}`
  const result = await killServers({ store, replicas: 1, kills: 2, seed: 10 })
  const { lost, twice, undelivered, acknowledged, messages } = result
  expect({ lost, twice, undelivered }).toEqual({ lost: [], twice: [], undelivered: [] })
  for (const count of Object.values(acknowledged)) expect(count).toBeGreaterThan(0)
  expect(messages).toBeGreaterThan(acknowledged.consumers)
}, 60_000)
