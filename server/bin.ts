#!/usr/bin/env -S node --disable-warning=ExperimentalWarning
import { enableCompileCache } from 'node:module'

// Before any import: with the cache, the second start takes half the time of the first.
enableCompileCache()
// `tvilling scenarios | head` closes the pipe before everything is written, which is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})

const { main } = await import('./cli/main.ts')
process.exitCode = await main(process.argv.slice(2))
