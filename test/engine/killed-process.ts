/** A process with a harness in a file, killed by its parent. Argument 1 is the file, 2 the receiver's URL. */
import { openSqliteStore } from 'tvilling'
import { logIn, openLibrary } from './sample.ts'

const [file = '', receiver = ''] = process.argv.slice(2)
const harness = await openLibrary({ store: openSqliteStore(file) })
const { call } = await logIn(harness)
await call('PUT', '/webhooks/w1', { url: receiver })
await call('PUT', '/books/b1/loans/l1')
await harness.events.fire({ simulator: 'library', event: 'CLOSED', until: '2026-01-02' })
setInterval(() => {}, 1_000)
