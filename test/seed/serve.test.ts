import { connect } from 'tvilling'
import { expect, test } from 'vitest'
import { startProcess } from '../server/process.ts'
import { seedFiles } from './files.ts'
import { blockOf } from './page.ts'

const bundlesOf = async (url: string, tenant?: string) => {
  const control = connect(url, tenant === undefined ? {} : { tenant })
  return (await control.state.page('person-monitoring', 'bundles')).items.map(({ value }) => value['id'])
}

test('a server plants its files in every tenant, once, and again after a reset', async () => {
  const [yaml = '', json = '', store = ''] = seedFiles({
    'seed.yaml': blockOf('yaml'),
    'more.json': JSON.stringify({ 'person-monitoring': { bundles: [{ id: 'more', people: ['bertil'] }] } }),
    'store.db': '',
  })
  const flags = ['--seed-file', yaml, '--seed-file', json, '--store', `sqlite:${store}2`, '--log', 'silent']
  const first = await startProcess(...flags)
  expect(await bundlesOf(first.url)).toEqual(['customers', 'waiting', 'more'])
  expect(await bundlesOf(first.url, 'team-a')).toEqual(['customers', 'waiting', 'more'])
  const control = connect(first.url)
  expect(await control.clock.read()).toMatchObject({ now: '2026-01-01T08:00:00.000Z', mode: 'manual' })
  await control.scenarios.load('bundle-created', { id: 'later' })
  await first.end('SIGTERM')
  const second = await startProcess(...flags)
  expect(await bundlesOf(second.url)).toEqual(['customers', 'waiting', 'more', 'later'])
  await connect(second.url).reset()
  expect(await bundlesOf(second.url)).toEqual(['customers', 'waiting', 'more'])
  expect(await second.end('SIGTERM')).toBe(0)
}, 60_000)

test('an option for the clock counts more than the file', async () => {
  const [file = ''] = seedFiles({ 'seed.yaml': blockOf('yaml') })
  const server = await startProcess(
    '--seed-file',
    file,
    '--log',
    'silent',
    '--clock',
    'x60',
    '--now',
    '2026-02-01T00:00:00Z',
  )
  expect(await connect(server.url).clock.read()).toMatchObject({ mode: 'real', factor: 60 })
  await server.end('SIGTERM')
})
