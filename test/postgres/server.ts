/** Starts a PostgreSQL server, which ends with this process at the latest (`keeper.ts`). */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export interface PostgresServer {
  url: string
  /** Ends all connections and refuses new ones. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Stops it and removes its files. */
  remove(): Promise<void>
}

/** @param durable whether it waits for the disk, as a real one does. */
export async function startPostgresServer({ durable = false } = {}): Promise<PostgresServer> {
  const script = fileURLToPath(new URL('keeper.ts', import.meta.url))
  const keeper = spawn(process.execPath, [script, ...(durable ? ['--durable'] : [])], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Signals to the tests, such as that of Ctrl+C, are not for it: it ends when they do.
    detached: true,
  })
  const ended = new Promise<void>((done) => keeper.on('close', () => done()))
  const lines = createInterface({ input: keeper.stdout })[Symbol.asyncIterator]()

  async function answer(): Promise<string> {
    const { value, done } = await lines.next()
    if (done) throw new Error('The PostgreSQL server of the tests ended; what it wrote is above.')
    return value
  }

  async function command(name: string): Promise<void> {
    keeper.stdin.write(`${name}\n`)
    await answer()
  }

  return {
    url: await answer(),
    stop: () => command('stop'),
    start: () => command('start'),
    async remove() {
      keeper.stdin.end()
      await ended
    },
  }
}
