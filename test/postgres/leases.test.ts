import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { createTestDatabase } from './database.ts'
import { HARNESS, job, nextChange, sharedOf, takeSeat } from './two-servers.ts'

/** Without a build, the door's name leads to its source. */
const DOOR = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  const door = ${JSON.stringify(new URL('../../src/index.ts', import.meta.url).href)}
  registerHooks({ resolve: (name, context, next) => next(name === 'tvilling' ? door : name, context) })
`)}`

test.concurrent('what a killed server had claimed, and its turn, are free for others when its lease is over', async () => {
  await using database = await createTestDatabase()
  await using survivor = await takeSeat(database.url, { lease: 2_000 })
  const id = await survivor.store.jobs.add(job('lane'))

  const script = new URL('killed-server.ts', import.meta.url).pathname
  const child = spawn(process.execPath, ['--import', DOOR, script, database.url, HARNESS, String(id)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(child.stdout, 'data')
  expect(await survivor.store.jobs.claim(id)).toBe(false)
  expect(await survivor.store.transaction(async () => survivor.shared.isHeldByOther())).toBe(true)

  const turn = survivor.shared.exclusive(async () => 'my turn')
  child.kill('SIGKILL')
  await nextChange(survivor)
  expect(await survivor.store.jobs.claim(id)).toBe(true)
  expect(await turn).toBe('my turn')
})

test.concurrent('a server that lives keeps its claims for longer than a lease', async () => {
  await using database = await createTestDatabase()
  await using one = await takeSeat(database.url, { lease: 300 })
  await using other = await takeSeat(database.url, { lease: 300 })
  const id = await one.store.jobs.add(job('lane'))
  await one.store.jobs.claim(id)
  // A server that is only a row, and whose lease ends after two more beats, tells us when that time has passed.
  await database.sql("INSERT INTO tvilling.servers VALUES (999, clock_timestamp(), '800 milliseconds')")
  await one.store.jobs.add(job('of the dead'))
  await database.sql('UPDATE tvilling.jobs SET claimed_by = 999 WHERE id = 2')
  await Promise.race([nextChange(one), nextChange(other)])
  expect(await other.store.jobs.claim(2)).toBe(true)
  expect(await other.store.jobs.claim(id)).toBe(false)
})

test.concurrent('exclusive work that was silent for longer than its lease is refused its next transaction', async () => {
  await using database = await createTestDatabase()
  await using one = await takeSeat(database.url)
  const late = one.shared.exclusive(async () => {
    await database.sql('UPDATE tvilling.harnesses SET holder = 999')
    await one.store.transaction(async () => {})
  })
  await expect(late).rejects.toMatchObject({ name: 'StoreUnavailable' })
  expect(await one.store.transaction(async () => sharedOf(one.store).isHeldByOther())).toBe(true)
})
