/** Waits until the process gets a signal to stop. */

/**
 * Waits for SIGINT or SIGTERM, then runs `stop`. A second signal ends the process at once.
 * @returns what `stop` returns.
 */
export async function untilStopped<R>(stop: () => Promise<R>): Promise<R> {
  const signals = ['SIGINT', 'SIGTERM'] as const
  let stopping = false
  let release: () => void = () => {}
  const signalled = new Promise<void>((resolve) => {
    release = resolve
  })
  const onSignal = () => {
    if (stopping) process.exit(1)
    stopping = true
    release()
  }
  for (const signal of signals) process.on(signal, onSignal)
  await signalled
  try {
    return await stop()
  } finally {
    for (const signal of signals) process.off(signal, onSignal)
  }
}
