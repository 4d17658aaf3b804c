import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHarness } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { main, startServer } from 'tvilling/server'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'tvilling-progress-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const CLEAR = '\r\u001b[2K'

async function run(look: { interactive: boolean; colours: boolean }, ...argv: string[]) {
  let out = ''
  let error = ''
  const io = {
    out(text: string) {
      out += text
    },
    error(text: string) {
      error += text
    },
    ...look,
  }
  const code = await main(argv, io)
  return { code, out, error }
}

const somebody = { interactive: true, colours: true }
const nobody = { interactive: false, colours: false }

async function recorded(): Promise<string> {
  await using harness = await createHarness({ simulators })
  for (const path of ['/a', '/b', '/c', '/d']) {
    await harness.handle({ method: 'GET', path, query: '', host: 'example.org', headers: {} })
  }
  const file = join(folder, 'run.har')
  writeFileSync(file, JSON.stringify(await harness.journal.har()))
  return file
}

test('replay shows its progress on a terminal, in one line that is gone at the end', async () => {
  const { out, error } = await run(somebody, 'replay', await recorded())
  expect(error.split(CLEAR)).toEqual([
    '',
    'replay: 25 %',
    'replay: 50 %',
    'replay: 75 %',
    'replay: 100 %',
    '',
  ])
  expect(out).toBe('4 exchanges, all as they were recorded.\n')
})

test('verify shows progress and colours on a terminal, and elsewhere neither', async () => {
  await using server = await startServer({ port: 0, harness: { simulators } })
  const argv = ['verify', '--api', 'indkaldelse', '--url', server.url, '--runs', '1', '--read-only'] as const
  const shown = await run(somebody, ...argv)
  expect(shown.error).toMatch(/verify: \d+ %/)
  expect(shown.error.endsWith(CLEAR)).toBe(true)
  expect(shown.out).toContain('\u001b[32m404✓\u001b[39m')
  const plain = await run(nobody, ...argv)
  expect(plain.error).toBe('')
  expect(plain.out).not.toContain('\u001b')
  expect(plain.out).toContain('404✓')
})
