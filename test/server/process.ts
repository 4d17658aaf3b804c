/** Runs the server in a process of its own, as a user does. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const BIN = fileURLToPath(new URL('../../server/bin.ts', import.meta.url))

export interface ServerProcess {
  url: string
  pid: number
  output(): string
  /** Sends a signal; resolves with the exit code, or with the signal that ended the process. */
  end(signal: NodeJS.Signals): Promise<number | string>
}

/** Starts `tvilling serve` on a free port and waits until it listens. */
export function startProcess(...flags: string[]): Promise<ServerProcess> {
  return startCommand('serve', ...flags)
}

/** The same for another command that listens. */
export async function startCommand(command: string, ...flags: string[]): Promise<ServerProcess> {
  const child = spawn(
    process.execPath,
    [
      '--conditions=tvilling-source',
      '--disable-warning=ExperimentalWarning',
      BIN,
      command,
      '--port',
      '0',
      ...flags,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  // It ends with this process at the latest, such as a part of the proof that is stopped.
  const stop = () => child.kill('SIGKILL')
  process.on('exit', stop)
  child.once('exit', () => process.off('exit', stop))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
  }
  const url = await listening(child, () => output)
  return {
    url,
    pid: child.pid as number,
    output: () => output,
    async end(signal) {
      child.kill(signal)
      const [code, by] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode, null]
      return code ?? by
    },
  }
}

function listening(child: ChildProcess, output: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const url = /tvilling (?:proxy )?listening on ([^\s"]+)/.exec(output())?.[1]
      if (url) resolve(url)
    }
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', look)
    child.once('exit', () => reject(new Error(`The server ended before it listened: ${output()}`)))
  })
}
