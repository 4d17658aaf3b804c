/** Servers to measure: each is its own process group on the first core, and is stopped when the bench ends. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { temporaryFolder } from './folders.ts'
import { type Answer, get } from './get.ts'

export const SERVER_CORE = '0'
export const LOAD_CORE = '1'
const TICKS_A_SECOND = 100

export interface ServerCommand {
  command: readonly string[]
  /** Working folder. */
  folder?: string
  environment?: Readonly<Record<string, string>>
}

export interface ServerProcess {
  url: string
  /** Milliseconds from spawn to the whole first answer with status 200. */
  startedIn: number
  firstAnswer: Answer
  /** Resident memory of all its processes in MiB. */
  memory(): number
  /** Processor seconds that all its processes have used. */
  processorSeconds(): number
  /** What it has written so far. */
  output(): string
  signal(signal: NodeJS.Signals): void
  /** Stops it with SIGTERM, and later with SIGKILL if it still runs. */
  stop(): Promise<void>
}

/** Process groups to stop when this process ends. */
const running = new Set<number>()
process.once('exit', killAll)

function killAll(): void {
  for (const pid of running) killGroup(pid, 'SIGKILL')
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch {
    // It has ended already.
  }
}

/**
 * Starts a server and waits until it answers a GET of `path` with 200.
 * Its output goes to a file, as in CI: that costs the same for all.
 * @throws Error with its last output if it ends before, or does not answer within a minute.
 */
export async function startServerProcess(
  what: string,
  command: (port: number) => ServerCommand,
  first: { path: string; headers?: Record<string, string>; body?: string },
): Promise<ServerProcess> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const { command: words, folder = process.cwd(), environment = {} } = command(port)
  const log = join(temporaryFolder('log'), 'output.txt')
  const file = openSync(log, 'w')
  const begun = performance.now()
  const child = spawn('taskset', ['-c', SERVER_CORE, ...words], {
    cwd: folder,
    env: { ...process.env, NO_UPDATE_NOTIFIER: '1', ...environment },
    stdio: ['ignore', file, file],
    detached: true,
  })
  closeSync(file)
  const pid = await pidOf(child, what)
  running.add(pid)
  const ended = once(child, 'exit')
  const output = () => readFileSync(log, 'utf8')

  async function stop(): Promise<void> {
    killGroup(pid, 'SIGTERM')
    await Promise.race([ended, sleep(10_000, undefined, { ref: false })])
    killGroup(pid, 'SIGKILL')
    await ended
    running.delete(pid)
  }

  const firstAnswer = await firstSuccess(`${url}${first.path}`, first, () => child.exitCode !== null)
  const startedIn = performance.now() - begun
  if (!firstAnswer) {
    await stop()
    throw new Error(`${what} did not answer ${first.path} with 200. It wrote:\n${output().slice(-2_000)}`)
  }
  return {
    url,
    startedIn,
    firstAnswer,
    memory: () => sum(pid, (each) => residentMemory(each)),
    processorSeconds: () => sum(pid, (each) => processorSecondsOf(each)),
    output,
    signal: (signal) => void process.kill(pid, signal),
    stop,
  }
}

async function pidOf(child: ChildProcess, what: string): Promise<number> {
  if (child.pid !== undefined) return child.pid
  const [error] = await once(child, 'error')
  throw new Error(`${what} cannot be started: ${(error as Error).message}. Is taskset installed?`)
}

async function firstSuccess(
  url: string,
  options: { headers?: Record<string, string>; body?: string },
  over: () => boolean,
): Promise<Answer | undefined> {
  const until = performance.now() + 60_000
  while (performance.now() < until && !over()) {
    const answer = await get(url, options).catch(() => undefined)
    if (answer?.status === 200) return answer
    await sleep(2)
  }
  return undefined
}

/** A port that is free at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('There is no free port.')
  return address.port
}

/** Adds up over all processes of a group. */
function sum(group: number, of: (pid: string) => number): number {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && statOf(name)?.[2] === String(group))
    .reduce((total, pid) => total + of(pid), 0)
}

/** The fields of /proc/<pid>/stat after the name: state, parent, group and so on; undefined if the process has ended. */
function statOf(pid: string): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

function residentMemory(pid: string): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024
  } catch {
    return 0
  }
}

/** Processor seconds that one process has used; 0 if it has ended. */
export function processorSecondsOf(pid: string): number {
  const stat = statOf(pid)
  return stat ? (Number(stat[11]) + Number(stat[12])) / TICKS_A_SECOND : 0
}
