/** 20 SIGKILLs of a server under a load of writes, advances and deliveries, which then starts again. */
import { join } from 'node:path'
import { temporaryFolder } from './folders.ts'
import { type KillResult, killServers } from './kills/kill-servers.ts'
import { createDatabase, usePostgres } from './replicas/database.ts'
import type { Criterion, PartResult } from './report.ts'
import { progress, type Scale } from './scale.ts'

export async function proveKills({ count, seed, store }: Scale): Promise<PartResult> {
  using folder = temporaryFolder('kills')
  const kills = count(20, 2)
  const onProgress = (killed: number) => progress(`${killed} kills`)
  const file = `sqlite:${join(folder.path, 'killed.db')}`
  const parts: PartResult[] = []
  const run = async (name: string, options: { store: string; replicas: number }) => {
    progress(name)
    parts.push(partOf(name, await killServers({ ...options, kills, seed, onProgress })))
  }
  await run('SQLite file', { store: file, replicas: 1 })
  const postgres = await usePostgres(store)
  try {
    const database = await createDatabase(postgres.url)
    await run('PostgreSQL, two replicas', { store: withLease(database.url), replicas: 2 })
    await database.drop()
  } finally {
    await postgres.end()
  }
  return {
    counts: Object.assign({}, ...parts.map((part) => part.counts)),
    criteria: parts.flatMap((part) => part.criteria),
    findings: parts.flatMap((part) => part.findings),
    notes: [],
  }
}

/** A short lease, so that what a killed server had begun is taken over soon. */
export function withLease(store: string): string {
  const url = new URL(store)
  url.searchParams.set('lease', '2')
  return url.href
}

function partOf(name: string, result: KillResult): PartResult {
  const { kills, acknowledged, events, messages, repeated, unmarked, lost, twice, undelivered } = result
  const none = (claim: string, found: readonly string[]): Criterion => ({
    name: `${name}, ${kills} kills: ${claim}`,
    wanted: 'none',
    measured: found.length === 0 ? 'none' : String(found.length),
    held: found.length === 0,
  })
  return {
    counts: Object.fromEntries(
      Object.entries({ kills, ...acknowledged, events, messages, repeated }).map(([what, number]) => [
        `${name}: ${what}`,
        number,
      ]),
    ),
    criteria: [
      none('nothing acknowledged is missing', lost),
      none('no transition is done twice', twice),
      none('no delivery is lost', undelivered),
      none('a message that came again is marked in the ledger', unmarked),
    ],
    findings: [...lost, ...twice, ...undelivered, ...unmarked.map((id) => `unmarked: ${id}`)].slice(0, 20),
    notes: [],
  }
}
