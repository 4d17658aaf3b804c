/** The package in programs, as Node loads them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BUILD_LIMIT } from '../built-package.ts'
import { type Installed, install, NODES, runNode } from './project.ts'

let installed: Installed
beforeAll(async () => {
  installed = await install()
}, BUILD_LIMIT)
afterAll(() => installed?.remove())

/** What needs most of what is bundled: requests, a PDF, a server with metrics, the cast, generated people. */
const USE = `
async function use({ createHarness }, { simulators }, { createCast, generatePeople }, { startServer }) {
  const harness = await createHarness({ simulators, now: '2026-01-01T00:00:00Z', seed: 1 })
  const answer = await harness.fetch('https://api.roaring.io/token', { method: 'POST' })
  const { sessionId } = await harness.scenarios.load('session-done', { country: 'no' })
  const form = { grant_type: 'client_credentials', client_id: 'tvilling', client_secret: 'tvilling' }
  const url = 'https://auth.bankid.no/auth/realms/prod/protocol/openid-connect/token'
  const token = await harness.fetch(url, { method: 'POST', body: new URLSearchParams(form) })
  const authorization = 'Bearer ' + (await token.json()).access_token
  const path = 'https://aml.bankidapis.no/organization/session/no/' + sessionId + '/reports/aml'
  const report = Buffer.from(await (await harness.fetch(path, { headers: { authorization } })).arrayBuffer())
  await harness.close()
  const cast = await createCast()
  const people = await generatePeople({ seed: 1, count: 4, today: '2026-01-01' })
  const server = await startServer({ port: 0, log: undefined, harness: { simulators } })
  const metrics = await (await fetch(server.url + '/_tvilling/metrics')).text()
  await server.close()
  console.log(JSON.stringify([
    answer.status, report.toString('latin1', 0, 5), cast.people.count() > 100, people.length, metrics.includes('process_'),
  ]))
}`
const USED = '[400,"%PDF-",true,4,true]\n'

describe.each(Object.entries(NODES))('on the %s Node', (_, node) => {
  test('it can be imported', async () => {
    const program = `${['tvilling', 'tvilling/mocks', 'tvilling/fixtures', 'tvilling/server']
      .map((door, index) => `import * as door${index} from '${door}'`)
      .join('\n')}\n${USE}\nawait use(door0, door1, door2, door3)`
    const project = installed.project('imports', { 'index.mjs': program })
    expect(await runNode(node, ['index.mjs'], project)).toEqual({ code: 0, output: USED })
  }, 60_000)

  test('it can be required', async () => {
    const doors = ['tvilling', 'tvilling/mocks', 'tvilling/fixtures', 'tvilling/server']
    const program = `${USE}\nuse(${doors.map((door) => `require('${door}')`).join(', ')})`
    const project = installed.project('requires', { 'index.cjs': program })
    expect(await runNode(node, ['index.cjs'], project)).toEqual({ code: 0, output: USED })
  }, 60_000)

  test('its command has a version', async () => {
    const { bin, version } = installed.manifest
    const project = installed.project('command', {})
    const command = [join(installed.package, bin.tvilling), '--version']
    expect(await runNode(node, command, project)).toEqual({ code: 0, output: `${version}\n` })
  })
})

test('both kinds of modules share one Tvilling', async () => {
  const program = `
    import { createRequire } from 'node:module'
    const require = createRequire(import.meta.url)
    for (const door of ['tvilling', 'tvilling/mocks', 'tvilling/fixtures', 'tvilling/contracts', 'tvilling/server']) {
      const [imported, required] = [await import(door), require(door)]
      const names = Object.keys(required)
      console.log(door, names.length > 0 && names.every((name) => imported[name] === required[name]))
    }`
  const project = installed.project('both', { 'index.mjs': program })
  const { output } = await runNode(NODES.oldest, ['index.mjs'], project)
  expect(output.match(/ true$/gm)).toHaveLength(5)
})
