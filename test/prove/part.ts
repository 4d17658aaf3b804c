/** Runs one part in its own process, so that a part that hangs or dies does not end the others. */
import { parts } from './parts.ts'
import { scaleOf } from './scale.ts'

const [name = '', options = '{}'] = process.argv.slice(2)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1))
process.on('disconnect', () => process.exit(1))

try {
  const prove = await parts[name]?.load()
  const result = await prove?.(scaleOf(JSON.parse(options)))
  process.send?.(result ?? null, () => process.exit(result ? 0 : 1))
} catch (error) {
  process.stderr.write(`${(error as Error).stack ?? error}\n`)
  process.exit(1)
}
