import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { suiteServer } from '../postgres/database.ts'
import { type KillResult, killServers } from './kills/kill-servers.ts'
import { withLease } from './kills.ts'
import { createDatabase } from './replicas/database.ts'

function expectNothingLost({ lost, twice, undelivered, unmarked, acknowledged, messages }: KillResult): void {
  expect({ lost, twice, undelivered, unmarked }).toEqual({
    lost: [],
    twice: [],
    undelivered: [],
    unmarked: [],
  })
  for (const count of Object.values(acknowledged)) expect(count).toBeGreaterThan(0)
  expect(messages).toBeGreaterThan(acknowledged.consumers)
}

test.concurrent('a server over a file that is killed twice under load loses nothing and does nothing twice', async ({
  onTestFinished,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'tvilling-kills-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const store = `sqlite:${join(folder, 'killed.db')}`
  expectNothingLost(await killServers({ store, replicas: 1, kills: 2, seed: 10 }))
}, 60_000)

test.concurrent('when one of two servers over PostgreSQL is killed under load, nothing is lost and nothing done twice', async ({
  onTestFinished,
}) => {
  const database = await createDatabase(await suiteServer())
  onTestFinished(() => database.drop())
  expectNothingLost(await killServers({ store: withLease(database.url), replicas: 2, kills: 1, seed: 10 }))
}, 90_000)
