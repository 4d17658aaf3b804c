/** The costs before the first request: start, idle memory, import, installation. */
import { execFileSync } from 'node:child_process'
import { globSync, lstatSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { temporaryFolder } from './folders.ts'
import { installPackage, serveCommand, sourceCommand } from './package.ts'
import type { PartResult } from './report.ts'
import { progress, type Scale } from './scale.ts'
import { SERVER_CORE, type ServerCommand, startServerProcess } from './server-process.ts'
import { medianTarget, ratioTarget, type Series } from './statistics.ts'
import { HEALTH, TOKEN_REQUEST, yardstickCommand } from './twin.ts'

interface Starting {
  name: string
  command(port: number): ServerCommand
  first: { path: string; headers?: Record<string, string>; body?: string }
}

const EXPRESS = 'bare Express 5'

export async function measureStart(scale: Scale): Promise<PartResult> {
  const installed = temporaryFolder('installed')
  progress('packing and installing the package')
  installPackage(installed)
  const bin = join(installed, 'node_modules/tvilling/dist/server/bin.js')
  const cache = temporaryFolder('cache')
  const serve = (port: number) => serveCommand(port, [], { bin, cache })
  const express = yardstickCommand('bare-express.js', {
    path: HEALTH.path,
    body: '{"status":"ok"}\n',
    headers: [['content-type', 'application/json']],
  })
  const contenders: Starting[] = [
    { name: EXPRESS, command: express, first: HEALTH },
    { name: 'Tvilling, first answer (health)', command: serve, first: HEALTH },
    { name: 'Tvilling, first answer of a simulator (token)', command: serve, first: TOKEN_REQUEST },
    {
      name: `${EXPRESS}, with a compile cache`,
      command: (port) => ({ ...express(port), environment: { NODE_COMPILE_CACHE: cache } }),
      first: HEALTH,
    },
    {
      name: 'Tvilling, first start after the installation',
      command: (port) => serveCommand(port, [], { bin, cache: temporaryFolder('cache') }),
      first: HEALTH,
    },
    { name: 'Tvilling, from sources', command: sourceCommand, first: HEALTH },
  ]
  const starts = await startInTurns(contenders, scale.quick ? 2 : 11)
  const idle = await idleInTurns(contenders.slice(0, 2), scale)
  const imports = await importing(installed, scale)
  const size = installedSize(installed)
  const [bare, health, token] = starts as [Series, Series, Series]
  return {
    targets: [
      ratioTarget('start to first answer, of bare Express', { atMost: 1.5 }, health, bare),
      ratioTarget('start to first answer of a simulator, of bare Express', { atMost: 1.5 }, token, bare),
      ratioTarget('idle memory, of bare Express', { atMost: 1.6 }, ...(idle as [Series, Series])),
      medianTarget("import 'tvilling/mocks'", { atMost: 100 }, imports),
      medianTarget('installed size', { atMost: 15 }, size.megabytes),
      medianTarget('installed packages', { atMost: 30 }, size.packages),
    ],
    tables: [
      { title: 'Start to first answer', comparedTo: EXPRESS, rows: starts },
      { title: 'Idle memory', rows: idle },
      { title: 'As it is installed', rows: [imports, size.megabytes, size.packages] },
    ],
    notes: [
      'The built package, packed and installed with npm into an empty folder. Every start is a new process; of two starts, the second finds what Node has compiled before, as it does for a user.',
      'The import is of a process that has imported nothing yet.',
    ],
  }
}

/** Starts each contender once per round. The first round is the warm-up: the operating system has then read the files. */
async function startInTurns(contenders: readonly Starting[], rounds: number): Promise<Series[]> {
  const all = contenders.map(({ name }): Series => ({ name, unit: 'ms', values: [] }))
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, { name, command, first }] of contenders.entries()) {
      const server = await startServerProcess(name, command, first)
      if (round > 0) all[index]?.values.push(server.startedIn)
      await server.stop()
    }
    if (round > 0) progress(`start ${round} of ${rounds}`)
  }
  return all
}

/** Resident memory two seconds after the first answer. The twin comes first, as in the ratio. */
async function idleInTurns(contenders: readonly Starting[], scale: Scale): Promise<Series[]> {
  const all = contenders.toReversed().map(({ name }): Series => ({ name, unit: 'MiB', values: [] }))
  for (let round = 0; round < scale.rounds; round += 1) {
    for (const [index, { name, command, first }] of contenders.toReversed().entries()) {
      const server = await startServerProcess(name, command, first)
      await sleep(2_000)
      all[index]?.values.push(server.memory())
      await server.stop()
    }
  }
  return all
}

/** Milliseconds that `import 'tvilling/mocks'` takes in a new process. */
async function importing(installed: string, scale: Scale): Promise<Series> {
  const script =
    "const begun = performance.now(); await import('tvilling/mocks'); console.log(performance.now() - begun)"
  const words = ['-c', SERVER_CORE, process.execPath, '--disable-warning=ExperimentalWarning']
  const values: number[] = []
  for (let round = 0; round <= 2 * scale.rounds; round += 1) {
    const text = execFileSync('taskset', [...words, '--input-type=module', '--eval', script], {
      cwd: installed,
      encoding: 'utf8',
    })
    if (round > 0) values.push(Number(text))
  }
  return { name: "import 'tvilling/mocks'", unit: 'ms', values }
}

/** The size of `node_modules` after `npm install tvilling`, without optional peers. */
function installedSize(folder: string): { megabytes: Series; packages: Series } {
  const modules = join(folder, 'node_modules')
  const bytes = globSync('**/*', { cwd: modules })
    .map((file) => lstatSync(join(modules, file)))
    .reduce((total, file) => total + (file.isFile() ? file.size : 0), 0)
  const lock = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')) as { packages: object }
  return {
    megabytes: { name: 'installed size', unit: 'MB', values: [bytes / 1_000_000] },
    packages: { name: 'installed packages', unit: '', values: [Object.keys(lock.packages).length] },
  }
}
