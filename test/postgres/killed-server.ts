/** A server that is killed by its parent. Arguments: the database, the harness, the job that it claims. */
import { connectPostgres } from 'tvilling'

const [url = '', harness = '', id = ''] = process.argv.slice(2)
const store = (await connectPostgres(url, { lease: 2_000 })).store(harness)
await store.shared?.exclusive(async () => {
  if (!(await store.jobs.claim(Number(id)))) throw new Error('It was claimed before.')
  process.stdout.write('claimed\n')
  await new Promise(() => {})
})
