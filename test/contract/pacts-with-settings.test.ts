import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { birthReport } from 'tvilling/mocks'
import { main } from 'tvilling/server'
import { afterAll, expect, test } from 'vitest'
import { withSettings } from '../../src/simulator/apply-settings.ts'
import { pactsOf } from './pacts.ts'

const folder = mkdtempSync(join(tmpdir(), 'tvilling-settings-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const settings = {
  names: { 'BirthReportRequest.child': 'barn' },
  words: { 'Child.gender': { MALE: 'M', FEMALE: 'K' } },
}

async function verify(...flags: string[]) {
  let out = ''
  const io = { out: (text: string) => (out += text), error: (text: string) => (out += text) }
  return { code: await main(['pact', 'verify', ...flags], io as never), out }
}

test('a pact that is written with settings has their names, and holds for a twin with them alone', async () => {
  const open = (await pactsOf([withSettings(birthReport, settings)]))['birth-report']
  const pact = open?.()
  if (!pact) throw new Error('There is no pact.')
  for (const { run } of pact.tests) await run()
  const written = pact.read()
  pact.close()
  expect(written).toContain('"gender": "K"')
  expect(written).toContain('"property": "barn"')
  expect(written).not.toContain('"child"')

  const [pactFile, settingsFile] = [join(folder, 'pact.json'), join(folder, 'settings.yaml')]
  writeFileSync(pactFile, written)
  writeFileSync(settingsFile, JSON.stringify({ 'birth-report': settings }))
  const followed = await verify('--pact', pactFile, '--settings', settingsFile)
  expect(followed.code, followed.out).toBe(0)
  expect((await verify('--pact', pactFile)).code).toBe(1)
})
