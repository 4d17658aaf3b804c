/** The same canned page from other mock servers, compared with our computed one. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Raced, race } from './contenders.ts'
import { PEERS, ROOT, temporaryFolder } from './folders.ts'
import { findGenerator, type LoadTarget, runCold } from './load.ts'
import { javaVersion } from './machine.ts'
import { jsonServer } from './peers/json-server.ts'
import { mockoon } from './peers/mockoon.ts'
import { mockserver } from './peers/mockserver.ts'
import { mountebank } from './peers/mountebank.ts'
import type { Peer, Setting } from './peers/peer.ts'
import { prism } from './peers/prism.ts'
import { wiremock } from './peers/wiremock.ts'
import type { PartResult } from './report.ts'
import { progress, type Scale } from './scale.ts'
import { startServerProcess } from './server-process.ts'
import { median, ratioTarget, type Series } from './statistics.ts'
import { compareAnswers, PAGE, type Page, pageOf, startTwin, startYardstick } from './twin.ts'

const PEER_LIST: readonly Peer[] = [prism, mockoon, wiremock, mockserver, mountebank, jsonServer]
const TWIN = 'Tvilling'
const EXPRESS = 'bare Express 5'

export async function measurePeers(scale: Scale): Promise<PartResult> {
  const { present, absent } = installPeers()
  const results: PartResult[] = []
  for (const setting of ['quiet', 'default'] as const) {
    results.push(await measureSetting(setting, present, scale))
  }
  return {
    targets: results.flatMap(({ targets }) => targets),
    tables: results.flatMap(({ tables }) => tables),
    notes: [
      ...new Set(results.flatMap(({ notes }) => notes)),
      `Versions: ${present.map((peer) => `${peer.name} ${peer.package}`).join(', ')}.`,
      ...present.map(({ name, quiet }) => `${name}, quiet: ${quiet}.`),
      ...absent,
    ],
  }
}

/** Installs missing peers, without install scripts: a peer that needs one counts as absent. */
function installPeers(): { present: Peer[]; absent: string[] } {
  const present: Peer[] = []
  const absent: string[] = []
  const java = javaVersion()
  for (const peer of PEER_LIST) {
    if (peer.needs === 'java' && java === undefined) {
      absent.push(`${peer.name} needs Java, which is not here.`)
      continue
    }
    try {
      install(peer)
      present.push(peer)
    } catch (error) {
      absent.push(`${peer.name} (${peer.package}) could not be had: ${inOneLine(error)}`)
    }
  }
  for (const line of absent) progress(line)
  return { present, absent }
}

/** The beginning of npm's message, without the path of this checkout. */
function inOneLine(error: unknown): string {
  return (error as Error).message.replaceAll(ROOT, '.').replaceAll(/\s+/g, ' ').slice(0, 300)
}

function folderOf(peer: Peer): string {
  return join(PEERS, peer.package.replaceAll(/[@/]/g, '_'))
}

function install(peer: Peer): void {
  const folder = folderOf(peer)
  const done = join(folder, 'installed')
  if (existsSync(done)) return
  progress(`installing ${peer.package}`)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }')
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--silent', peer.package], {
    cwd: folder,
    stdio: 'pipe',
  })
  writeFileSync(done, '')
}

async function measureSetting(setting: Setting, peers: readonly Peer[], scale: Scale): Promise<PartResult> {
  const options = setting === 'quiet' ? [] : ['--log', 'pretty', '--clock', 'real']
  const twin = await startTwin(TWIN, scale.count(100_000), options)
  const page = pageOf(twin)
  const starts = scale.quick || setting === 'default' ? 1 : 3
  const fresh = await startAll(setting, peers, page, starts)
  // With default settings the twin has a real clock, so its instants differ from those of the quiet twin.
  const targets = [twin, await startYardstick(EXPRESS, 'bare-express.js', page), ...fresh.targets]
  for (const target of targets) compareAnswers(target, page)
  const warm = await race(targets, findGenerator(), scale)
  for (const { server } of targets) await server.stop()
  const throughput = [...warm.values()].map(({ throughput }) => throughput)
  const rivals = throughput.filter(({ name }) => name !== TWIN && name !== EXPRESS)
  const fastest = rivals.toSorted((a, b) => median(b.values) - median(a.values))[0]
  return {
    targets: fastest
      ? [
          ratioTarget(
            `listConsumers, page of 10, of the fastest peer's canned page (${fastest.name}), ${setting} settings`,
            { atLeast: 2.5 },
            (warm.get(TWIN) as Raced).throughput,
            fastest,
          ),
        ]
      : [],
    tables: [
      { title: `The same page from others, warm, ${setting} settings`, comparedTo: TWIN, rows: throughput },
      {
        title: `Latency, 99th percentile, ${setting} settings`,
        rows: [...warm.values()].map(({ latency }) => latency),
      },
      { title: `The first 1,000 requests, ${setting} settings`, rows: fresh.cold },
      { title: `Start to first answer, ${setting} settings`, rows: fresh.start },
      { title: `Idle memory, ${setting} settings`, rows: fresh.memory },
      {
        title: `Share of its core that the server had, ${setting} settings`,
        rows: [...warm.values()].map(({ serverShare }) => serverShare),
      },
    ],
    notes: [],
  }
}

interface Fresh {
  targets: LoadTarget[]
  cold: Series[]
  start: Series[]
  memory: Series[]
}

/** Starts each peer several times and measures start, idle memory and cold requests. The last instances keep running. */
async function startAll(
  setting: Setting,
  peers: readonly Peer[],
  page: Page,
  starts: number,
): Promise<Fresh> {
  const fresh: Fresh = { targets: [], cold: [], start: [], memory: [] }
  for (const peer of peers) {
    const cold: Series = { name: peer.name, unit: 'requests/s', values: [] }
    const start: Series = { name: peer.name, unit: 'ms', values: [] }
    const memory: Series = { name: peer.name, unit: 'MiB', values: [] }
    for (let round = 1; round <= starts; round += 1) {
      const target = await startPeer(peer, setting, page)
      compareAnswers(target, page)
      start.values.push(target.server.startedIn)
      memory.values.push(target.server.memory())
      cold.values.push(await runCold(target))
      progress(`${peer.name}, ${setting}: started in ${Math.round(target.server.startedIn)} ms`)
      if (round < starts) await target.server.stop()
      else fresh.targets.push(target)
    }
    fresh.cold.push(cold)
    fresh.start.push(start)
    fresh.memory.push(memory)
  }
  return fresh
}

async function startPeer(peer: Peer, setting: Setting, { path, body, headers }: Page): Promise<LoadTarget> {
  const folder = temporaryFolder('peer')
  // Not every peer can send other headers, so all send only the content type.
  const page = { path, body, headers: headers.filter(([name]) => name === 'content-type') }
  const server = await startServerProcess(
    peer.name,
    (port) => {
      const setup = { setting, port, page, installed: folderOf(peer), folder }
      for (const [name, text] of Object.entries(peer.files(setup))) {
        mkdirSync(dirname(join(folder, name)), { recursive: true })
        writeFileSync(join(folder, name), text)
      }
      return { ...peer.command(setup), folder }
    },
    { path: PAGE },
  )
  return { what: peer.name, server, path: PAGE, headers: {} }
}
