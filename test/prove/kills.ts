/** 20 SIGKILLs of a server under a load of writes, advances and deliveries, which then starts again. */
import { join } from 'node:path'
import { temporaryFolder } from './folders.ts'
import { type KillResult, killServers } from './kills/kill-servers.ts'
import type { Criterion, PartResult } from './report.ts'
import { progress, type Scale } from './scale.ts'

export async function proveKills({ count, seed, store }: Scale): Promise<PartResult> {
  using folder = temporaryFolder('kills')
  const kills = count(20, 2)
  const given = store ?? process.env['TVILLING_TEST_POSTGRES']
  const onProgress = (killed: number) => progress(`${killed} kills`)
  const file = `sqlite:${join(folder.path, 'killed.db')}`
  const runs = [
    { name: 'SQLite file', store: file, replicas: 1 },
    ...(given ? [{ name: 'PostgreSQL, two replicas', store: given, replicas: 2 }] : []),
  ]
  const parts: PartResult[] = []
  for (const { name, ...run } of runs) {
    progress(name)
    parts.push(partOf(name, await killServers({ ...run, kills, seed, onProgress })))
  }
  return {
    counts: Object.assign({}, ...parts.map((part) => part.counts)),
    criteria: parts.flatMap((part) => part.criteria),
    findings: parts.flatMap((part) => part.findings),
    notes: given ? [] : ['Without PostgreSQL: give --store postgres://… or TVILLING_TEST_POSTGRES.'],
  }
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
