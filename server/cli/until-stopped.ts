/** Waits until the process gets a signal to stop. */
import { systemWall } from '../../src/harness/clock.ts'
import { EXIT } from './exit-codes.ts'

/**
 * Milliseconds in which further signals are the same request to stop: Ctrl-C reaches each process of a terminal, and npm
 * passes its own on.
 */
const SAME_REQUEST = 1_000

/**
 * Waits for SIGINT or SIGTERM, then runs `stop`. Another signal, at least a second later, ends the process at once.
 * @returns what `stop` returns.
 */
export async function untilStopped<R>(stop: () => Promise<R>): Promise<R> {
  const signals = ['SIGINT', 'SIGTERM'] as const
  let stopping: number | undefined
  let release: () => void = () => {}
  const signalled = new Promise<void>((resolve) => {
    release = resolve
  })
  const onSignal = () => {
    if (stopping !== undefined && systemWall.now() - stopping > SAME_REQUEST) process.exit(EXIT.notDone)
    stopping ??= systemWall.now()
    release()
  }
  for (const signal of signals) process.on(signal, onSignal)
  await signalled
  try {
    return await stop()
  } finally {
    // The same request may come once more while the process ends, which must not kill it.
    systemWall.after(SAME_REQUEST, () => {
      for (const signal of signals) process.off(signal, onSignal)
    })
  }
}
