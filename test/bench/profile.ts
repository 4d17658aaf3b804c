/** CPU profiles of the work that the targets measure. Profiling slows it down, so only the shares are meaningful. */
import { globSync, readFileSync } from 'node:fs'
import { Session } from 'node:inspector/promises'
import { join } from 'node:path'
import { type CpuProfile, functionOf, roomOf, type Share, sharesOf } from './cpu-profile.ts'
import { addConsumers, authorized, newHarness, PAGE_URL, textOf } from './embedded.ts'
import { temporaryFolder } from './folders.ts'
import { findGenerator } from './load.ts'
import type { PartResult, Table } from './report.ts'
import { progress, type Scale } from './scale.ts'
import { startTwin } from './twin.ts'

const ROOMS = 16
const FUNCTIONS = 20

export async function measureProfile(scale: Scale): Promise<PartResult> {
  const seconds = 2 * scale.seconds
  progress('a page over HTTP')
  const page = await profileServer(scale, seconds)
  progress('a harness')
  const harness = await profile(async () => {
    for (let run = 0; run < scale.count(3_000); run += 1) await (await newHarness()).close()
  })
  progress('a page by harness.fetch')
  const asked = await newHarness()
  await addConsumers(asked, 11)
  const headers = await authorized(asked)
  const fetched = await profile(async () => {
    for (let run = 0; run < scale.count(10_000); run += 1) await textOf(asked.fetch(PAGE_URL, { headers }))
  })
  await asked.close()
  progress('an advance')
  const advancing = await newHarness()
  await addConsumers(advancing, scale.count(100_000))
  const advanced = await profile(() => advancing.clock.advance('PT30S'))
  await advancing.close()
  return {
    targets: [],
    tables: [
      ...tablesOf('a page over HTTP', page, seconds * 1_000_000),
      ...tablesOf('create and close a harness', harness),
      ...tablesOf('a page by harness.fetch', fetched),
      ...tablesOf('many transitions in one advance', advanced),
    ],
    notes: ['Self time, sampled by V8; idle time does not count. A profiled run is slower than the others.'],
  }
}

function tablesOf(what: string, profile: CpuProfile, last?: number): Table[] {
  const rows = (shares: readonly Share[], most: number) =>
    shares.slice(0, most).map(({ name, percent }) => ({ name, unit: '%', values: [percent] }))
  return [
    { title: `Profile by room: ${what}`, rows: rows(sharesOf(profile, roomOf, last), ROOMS) },
    { title: `Profile by function: ${what}`, rows: rows(sharesOf(profile, functionOf, last), FUNCTIONS) },
  ]
}

/** Profiles a server under load; the load is the last thing in the profile. */
async function profileServer(scale: Scale, seconds: number): Promise<CpuProfile> {
  const folder = temporaryFolder('profile')
  const twin = await startTwin('Tvilling', scale.count(10_000), [], ['--cpu-prof', '--cpu-prof-dir', folder])
  const generator = findGenerator()
  await generator.run(twin, scale.warmUp)
  await generator.run(twin, seconds)
  await twin.server.stop()
  const [file] = globSync('*.cpuprofile', { cwd: folder })
  if (file === undefined) throw new Error('The server left no profile.')
  return JSON.parse(readFileSync(join(folder, file), 'utf8'))
}

/** Profiles work in this process. */
async function profile(work: () => Promise<unknown>): Promise<CpuProfile> {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.start')
  await work()
  const { profile } = await session.post('Profiler.stop')
  session.disconnect()
  return profile as CpuProfile
}
