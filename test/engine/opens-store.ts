/** A process that opens a store when it is told to, says how that went, and stays. Argument 1 is the file. */
import { openSqliteStore, type Store } from 'tvilling'

const [file = ''] = process.argv.slice(2)
const kept: Store[] = []
process.stdout.write('ready\n')
process.stdin.on('data', () => {
  try {
    kept.push(openSqliteStore(file))
    process.stdout.write('opened\n')
  } catch (error) {
    process.stdout.write(`${(error as Error).message}\n`)
  }
})
