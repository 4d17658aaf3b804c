import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HarnessOptions } from 'tvilling'
import { birthReport, organizationSession, simulators } from 'tvilling/mocks'
import { main, startServer } from 'tvilling/server'
import { afterAll, describe, expect, test } from 'vitest'
import { withSettings } from '../../src/simulator/apply-settings.ts'
import { library } from '../engine/sample.ts'
import { pactFile, pactsOf } from './pacts.ts'

const folder = mkdtempSync(join(tmpdir(), 'tvilling-served-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const settings = {
  'birth-report': {
    names: { 'BirthReportRequest.child': 'nytt-barn' },
    words: { 'Child.gender': { MALE: 'M', FEMALE: 'K' } },
  },
  'organization-session': {
    paths: {
      getSession: '/organization/status/{country}/{sessionId}',
      getSessionReport: '/organization/pdf/{country}/{sessionId}/{report}',
    },
    names: { 'SessionRequest.expands': 'utvid', 'Session.status': 'tilstand' },
    words: { ReportName: { aml: 'hvitvasking' }, SessionStatus: { DONE: 'FERDIG' } },
  },
} as const

async function pactFrom(name: string, harness: Partial<HarnessOptions>) {
  const server = await startServer({ port: 0, harness: { simulators, ...harness } })
  try {
    const response = await fetch(`${server.url}/_tvilling/contracts/${name}.pact.json`)
    return { status: response.status, body: JSON.parse(await response.text()) }
  } finally {
    await server.close()
  }
}

async function run(...argv: string[]) {
  let out = ''
  const io = { out: (text: string) => (out += text), error: (text: string) => (out += text) }
  return { code: await main(['pact', ...argv], io as never), out }
}

describe('a server has the pact of each simulator', () => {
  test.each(simulators.map(({ name }) => name))(
    '%s: without settings as it is in the package',
    async (name) => {
      const { status, body } = await pactFrom(name, {})
      expect(status).toBe(200)
      const { metadata, ...committed } = JSON.parse(readFileSync(pactFile(name), 'utf8'))
      expect(body).toEqual({ ...committed, metadata: { ...metadata, tvilling: { simulator: name } } })
    },
  )

  test.each([birthReport, organizationSession])(
    '$name: with settings as the consumer tests write it with them',
    async (simulator) => {
      const { name } = simulator
      const own = settings[name]
      const pact = (await pactsOf([withSettings(simulator, own)]))[name]?.()
      if (!pact) throw new Error('There is no pact.')
      for (const { run: send } of pact.tests) await send()
      const written = JSON.parse(pact.read())
      pact.close()
      const { body } = await pactFrom(name, { settings: { [name]: own } })
      expect(body.interactions).toEqual(written.interactions)
    },
  )

  test('a simulator of your own has none, and there is none of an unknown one', async () => {
    const own = await pactFrom('library', { simulators: [library()] })
    expect(own).toEqual({ status: 404, body: { error: expect.stringContaining('library has no pact') } })
    const unknown = await pactFrom('libary', { simulators: [library()] })
    expect(unknown).toMatchObject({
      status: 404,
      body: { error: expect.stringContaining('Nearest: library') },
    })
  })
})

describe('tvilling pact write', () => {
  const file = join(folder, 'settings.json')
  writeFileSync(file, JSON.stringify(settings))

  test('writes pacts that hold for a twin with the same settings alone', async () => {
    const into = join(folder, 'pacts')
    const { code, out } = await run('write', into, '--settings', file, '--api', 'organization-session')
    expect(code, out).toBe(0)
    const written = join(into, 'example-client-organization-session.json')
    expect(readFileSync(written, 'utf8')).toContain('/hvitvasking')
    const followed = await run('verify', '--pact', written, '--settings', file)
    expect(followed.code, followed.out).toBe(0)
    expect((await run('verify', '--pact', written)).code).toBe(1)
  })

  test('writes again what it wrote, and nothing at all where a file is not its own', async () => {
    const into = join(folder, 'again')
    expect((await run('write', into)).code).toBe(0)
    expect(readdirSync(into)).toHaveLength(simulators.length)
    const theirs = join(into, 'example-client-birth-report.json')
    const ours = join(into, 'example-client-indkaldelse.json')
    writeFileSync(theirs, JSON.stringify({ metadata: {}, interactions: [] }))
    const before = readFileSync(join(into, 'example-client-organization-session.json'), 'utf8')
    const refused = await run('write', into, '--settings', file)
    expect(refused).toEqual({ code: 3, out: expect.stringContaining(`stays: ${theirs}.`) })
    expect(refused.out).not.toContain(ours)
    expect(readFileSync(theirs, 'utf8')).toBe('{"metadata":{},"interactions":[]}')
    expect(readFileSync(join(into, 'example-client-organization-session.json'), 'utf8')).toBe(before)
    rmSync(theirs)
    expect((await run('write', into, '--settings', file)).code).toBe(0)
    expect(readFileSync(join(into, 'example-client-organization-session.json'), 'utf8')).not.toBe(before)
  })

  test('an API that does not exist is a mistake that names those there are', async () => {
    const { code, out } = await run('write', folder, '--api', 'birth-raport')
    expect({ code, out }).toEqual({ code: 2, out: expect.stringContaining('Nearest: birth-report') })
  })
})
