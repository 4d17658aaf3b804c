/** Runs one part in its own process, so that it does not inherit the heap and the compiled code of another. */
import { parts } from './parts.ts'
import { scaleOf } from './scale.ts'

const [name = '', quick] = process.argv.slice(2)
// The processes and files of a part are removed when its process exits, also after a signal.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1))
process.on('disconnect', () => process.exit(1))

try {
  const measure = await parts[name]?.load()
  const result = await measure?.(scaleOf(quick === '--quick'))
  process.send?.(result ?? null, () => process.exit(result ? 0 : 1))
} catch (error) {
  process.stderr.write(`${(error as Error).stack ?? error}\n`)
  process.exit(1)
}
