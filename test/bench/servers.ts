/** Servers to measure, each a process of its own on the first core; the load comes from this process on the other. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Measured {
  url: string
  /** Seconds from spawn to the line that says it listens. */
  startedIn: number
  /** Resident memory in MiB. */
  memory(): Promise<number>
  stop(): Promise<void>
}

/** Runs a script pinned to the first core and waits for `listening on <url>`. */
export async function measure(script: string, ...args: string[]): Promise<Measured> {
  const begun = performance.now()
  const child: ChildProcess = spawn(
    'taskset',
    [
      '-c',
      '0',
      process.execPath,
      '--conditions=tvilling-source',
      '--disable-warning=ExperimentalWarning',
      script,
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const url = await new Promise<string>((resolve, reject) => {
    let output = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const found = /listening on (\S+)/.exec(output)?.[1]
      if (found) resolve(found)
    })
    child.once('exit', () => reject(new Error(`${script} ended: ${output}`)))
  })
  const startedIn = (performance.now() - begun) / 1_000
  return {
    url,
    startedIn,
    async memory() {
      const { readFile } = await import('node:fs/promises')
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024
    },
    async stop() {
      child.kill('SIGKILL')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}
