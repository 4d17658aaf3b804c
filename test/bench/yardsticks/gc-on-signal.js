/** Loaded into a server with --import and --expose-gc: SIGUSR2 collects garbage and prints the remaining memory in MiB. */
process.on('SIGUSR2', () => {
  globalThis.gc()
  globalThis.gc()
  const { rss, heapUsed } = process.memoryUsage()
  process.stdout.write(
    `after-gc ${JSON.stringify({ rss: rss / 1_048_576, heapUsed: heapUsed / 1_048_576 })}\n`,
  )
})
