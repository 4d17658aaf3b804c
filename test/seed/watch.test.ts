import { renameSync, writeFileSync } from 'node:fs'
import { connect } from 'tvilling'
import { expect, test, vi } from 'vitest'
import { run } from '../new/command.ts'
import { startProcess } from '../server/process.ts'
import { seedFiles, withBundle } from './files.ts'

const bundlesOf = async (url: string, tenant?: string) => {
  const control = connect(url, tenant === undefined ? {} : { tenant })
  return (await control.state.page('person-monitoring', 'bundles')).items.map(({ value }) => value['id'])
}

test('a change starts all tenants again with it, a mistake changes nothing, and new tenants have the last good one', async () => {
  const [file = ''] = seedFiles({ 'seed.yaml': withBundle('one') })
  const server = await startProcess('--seed-file', file, '--watch', '--log', 'json')
  const logs = (text: string | RegExp) =>
    vi.waitFor(() => expect(server.output()).toMatch(text), { timeout: 20_000, interval: 50 })
  expect(await bundlesOf(server.url)).toEqual(['one'])
  await connect(server.url, { tenant: 'team-a' }).scenarios.load('bundle-created', { id: 'later' })

  writeFileSync(file, withBundle('two'))
  await logs(/changed: 2 tenants start again with it; what happened in between is gone/)
  expect(await bundlesOf(server.url)).toEqual(['two'])
  expect(await bundlesOf(server.url, 'team-a')).toEqual(['two'])

  writeFileSync(file, `${withBundle('three')}      stauts: NEW\n`)
  await logs(/nothing was planted again/)
  expect(await bundlesOf(server.url)).toEqual(['two'])
  expect(await bundlesOf(server.url, 'team-b')).toEqual(['two'])

  // As editors do it.
  writeFileSync(`${file}.new`, withBundle('four'))
  renameSync(`${file}.new`, file)
  await logs(/3 tenants start again/)
  expect(await bundlesOf(server.url, 'team-b')).toEqual(['four'])
  expect(await server.end('SIGTERM')).toBe(0)
}, 60_000)

test.each([
  [[], '--watch needs a seed file: name one with --seed-file.'],
  [['--seed-file', 'x.yaml', '--store', 'postgres://u@h/d'], '--watch is for one server alone'],
])('it is refused for %s', async (flags, sentence) => {
  const { code, error } = await run('serve', '--port', '0', '--watch', ...flags)
  expect(error).toContain(sentence)
  expect(code).toBe(2)
})
