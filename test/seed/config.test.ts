import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { connect } from 'tvilling'
import { expect, test } from 'vitest'
import { startProcess } from '../server/process.ts'
import { seedFiles, withBundle } from './files.ts'

test('a configuration file names seed files, relative to its folder', async () => {
  const [config = ''] = seedFiles({ 'tvilling.config.yaml': 'seedFile: [data/seed.yaml]\n' })
  const folder = join(dirname(config), 'data')
  mkdirSync(folder)
  writeFileSync(join(folder, 'seed.yaml'), withBundle('configured'))
  const server = await startProcess('--config', config, '--log', 'silent')
  const { items } = await connect(server.url).state.page('person-monitoring', 'bundles')
  expect(items).toMatchObject([{ value: { id: 'configured' } }])
  await server.end('SIGTERM')
})
