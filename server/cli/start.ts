/** The command, in a Node that can run it. */
import { enableCompileCache } from 'node:module'

// Before any import: with the cache, the second start takes half the time of the first.
enableCompileCache()
silenceExperiments()
// `tvilling scenarios | head` closes the pipe before everything is written, which is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

import('./main.ts').then(async ({ main }) => {
  process.exitCode = await main(process.argv.slice(2))
})

/** Node's own SQLite is an experiment to some versions, which is nothing to tell a user. An old Node has no flag for it. */
function silenceExperiments(): void {
  const emit = process.emitWarning
  process.emitWarning = ((warning: string | Error, ...rest: [never]) => {
    const [type] = rest as readonly unknown[]
    if (type !== 'ExperimentalWarning') emit.call(process, warning, ...rest)
  }) as typeof process.emitWarning
}
