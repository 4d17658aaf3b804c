/**
 * `npm run peers` checks the contracts and the running twin with tools that others wrote; `npm run peers -- Specmatic
 * birth-report` only some tools or contracts. A whole run writes the report. Exit code 1: a tool finds fault with
 * something that is not excepted.
 */
import { execFileSync } from 'node:child_process'
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { readPairs } from '../contract/pairs/read-pairs.ts'
import { heyApi } from './clients/hey-api.ts'
import { oazapfts } from './clients/oazapfts.ts'
import { openapiTypescript } from './clients/openapi-fetch.ts'
import { orval } from './clients/orval.ts'
import { exceptionFor, readExceptions } from './exceptions.ts'
import { install, PEERS, ROOT } from './install.ts'
import type { CheckedContract, Peer, PeerResult } from './peer.ts'
import { prismMock, prismProxy } from './prism.ts'
import { type Checked, type Results, renderReport } from './report.ts'
import { specmatic, specmaticGenerative } from './specmatic.ts'
import { spectral, spectralOwasp } from './spectral.ts'
import { openStage } from './stage.ts'
import { swaggerParser } from './swagger-parser.ts'
import { testcontainers } from './testcontainers/testcontainers.ts'

const PEER_LIST: readonly Peer[] = [
  spectral,
  spectralOwasp,
  swaggerParser,
  prismMock,
  prismProxy,
  specmatic,
  specmaticGenerative,
  heyApi,
  orval,
  oazapfts,
  openapiTypescript,
  testcontainers,
]

process.exitCode = await main(process.argv.slice(2))

async function main(words: readonly string[]): Promise<number> {
  const all = globSync(`${ROOT}/contracts/*/openapi.gen.json`).toSorted()
  const names = all.map((file) => basename(dirname(file)))
  const asked = names.filter((name) => words.includes(name))
  const peers = PEER_LIST.filter(
    ({ name, onDemand }) =>
      (!onDemand && words.every((word) => names.includes(word))) ||
      words.some((word) => name.toLowerCase().includes(word.toLowerCase())),
  )
  const server = await startServer({
    port: 0,
    harness: { simulators, now: '2026-01-01T00:00:00Z', seed: 1, onDefect: report },
  })
  const contracts: CheckedContract[] = []
  for (const file of all) {
    const name = basename(dirname(file))
    if (asked.length === 0 || asked.includes(name)) contracts.push(await openContract(name, file, server.url))
  }
  const results: Results = new Map()
  for (const peer of peers) results.set(peer, await runPeer(peer, contracts))
  for (const { simulated } of contracts) await simulated?.stage.close()
  await server.close()

  const page = renderReport(
    results,
    contracts.map(({ name }) => name),
  )
  process.stdout.write(`${page}\n`)
  if (words.length === 0) {
    mkdirSync(join(import.meta.dirname, 'report'), { recursive: true })
    writeFileSync(join(import.meta.dirname, 'report/README.md'), page)
  }
  const bad = [...results.values()].some(
    (result) =>
      typeof result !== 'string' && [...result.values()].some(({ findings }) => findings.length > 0),
  )
  return bad ? 1 : 0
}

function report(error: unknown): void {
  process.stderr.write(`The twin broke its own contract: ${String(error)}\n`)
}

async function openContract(name: string, file: string, twin: string): Promise<CheckedContract> {
  const document = JSON.parse(readFileSync(file, 'utf8'))
  const simulator = simulators.find((each) => each.name === name)
  if (!simulator) return { name, file, document, simulated: undefined }
  const { pairs } = readPairs(simulator.contract)
  const stage = await openStage(twin, simulator, pairs)
  return { name, file, document, simulated: { simulator, pairs, stage } }
}

async function runPeer(
  peer: Peer,
  contracts: readonly CheckedContract[],
): Promise<Map<string, Checked> | string> {
  let installed: string
  try {
    if (peer.needs === 'java') execFileSync('java', ['-version'], { stdio: 'ignore' })
    installed = install(peer.packages)
  } catch (error) {
    return `could not be had: ${(error as Error).message.split('\n')[0]}`
  }
  const results = new Map<string, Checked>()
  for (const contract of contracts) {
    mkdirSync(PEERS, { recursive: true })
    const folder = mkdtempSync(join(PEERS, 'run-'))
    const result = await peer
      .check({ contract, installed, folder })
      .catch((error: unknown): PeerResult => ({ checks: 1, findings: [`it failed: ${String(error)}`] }))
    if (result) results.set(contract.name, sort(peer, contract, result))
    if (result)
      process.stderr.write(`${peer.name}, ${contract.name}: ${result.findings.length} of ${result.checks}\n`)
    rmSync(folder, { recursive: true, force: true })
  }
  return results
}

/** Separates what is excepted. */
function sort(peer: Peer, { file }: CheckedContract, { checks, findings }: PeerResult): Checked {
  const exceptions = readExceptions(file)
  const excepted = new Map<(typeof exceptions)[number], number>()
  const left = findings.filter((finding) => {
    const exception = exceptionFor(exceptions, peer.name, finding)
    if (exception) excepted.set(exception, (excepted.get(exception) ?? 0) + 1)
    return !exception
  })
  return {
    checks,
    findings: left,
    excepted: [...excepted].map(([exception, count]) => ({ exception, count })),
  }
}
