import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHarness, type Har } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { main } from 'tvilling/server'
import { afterAll, beforeAll, expect, test } from 'vitest'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tvilling-replay-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function replay(content: unknown) {
  const file = join(folder, 'run.har')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  let out = ''
  let error = ''
  const code = await main(['replay', file], {
    out: (text) => {
      out += text
    },
    error: (text) => {
      error += text
    },
  })
  return { code, out, error: error.replaceAll(folder, '') }
}

async function record(exchanges = 1_000): Promise<Har> {
  await using harness = await createHarness({ simulators, journal: { exchanges } })
  await harness.fetch('https://api.roaring.io/token', { method: 'POST' })
  await harness.fetch('https://api.roaring.io/nowhere')
  return harness.journal.har()
}

test('a recording that is as it was ends with 0', async () => {
  const all = { code: 0, out: '2 exchanges, all as they were recorded.\n', error: '' }
  expect(await replay(await record())).toEqual(all)
})

test('a status that differs ends with 1 and names the exchange', async () => {
  const har = await record()
  Object.assign(har.log.entries[1]?.response ?? {}, { status: 200 })
  const { code, out } = await replay(har)
  expect(code).toBe(1)
  expect(out).toMatch(
    /^Exchange 2 differs: GET \/nowhere \(no operation\) at .+\n {2}where: {4}status\n {2}recorded: 200\n {2}replayed: 404\n$/,
  )
})

test('so does a header', async () => {
  const har = await record()
  har.log.entries[0]?.response.headers.push({ name: 'X-New', value: 'a' })
  const { code, out } = await replay(har)
  expect(code).toBe(1)
  expect(out).toContain('where:    header x-new\n  recorded: "a"\n  replayed: nothing\n')
})

const foreign = { log: { version: '1.2', creator: { name: 'Firefox', version: '1' }, entries: [] } }
const changed = async (change: (log: Har['log']) => void) => {
  const har = await record()
  change(har.log)
  return har
}

test.each<[string, () => unknown, string]>([
  ['no JSON', () => 'GET /', '/run.har is no HAR: it is not JSON.'],
  ['no HAR', () => ({ exchanges: [] }), 'This is no HAR: it has no log with entries.'],
  ['null', () => null, 'This is no HAR: it has no log with entries.'],
  [
    'a HAR of a browser',
    () => foreign,
    'This HAR was not made by Tvilling: log._tvilling, with seed and start, is missing.',
  ],
  [
    'a HAR without a seed',
    () => changed(({ _tvilling }) => Object.assign(_tvilling, { seed: 'x' })),
    'This HAR is broken: seed is missing.',
  ],
  [
    'a HAR with a broken entry',
    () => changed(({ entries }) => Object.assign(entries[1] ?? {}, { startedDateTime: 'noon' })),
    'This HAR is broken: entry 2: startedDateTime is no point in time.',
  ],
  [
    'a HAR with an action that nobody has',
    () =>
      changed(({ _tvilling: { start: at, events } }) =>
        events.push({ kind: 'control', turn: 0, at, action: 'close', input: [] } as never),
      ),
    'There is no action "close".',
  ],
  [
    'a HAR of a simulator that is not here',
    () => changed(({ _tvilling }) => Object.assign(_tvilling, { simulators: ['indkaldelser'] })),
    'There is no simulator "indkaldelser". Nearest: indkaldelse.',
  ],
  [
    'a HAR of a journal that dropped its oldest exchanges',
    () => record(1),
    'This recording cannot be replayed, since it does not hold everything. Its oldest exchanges were dropped',
  ],
])('%s gets one sentence', async (_, make, sentence) => {
  const { code, out, error } = await replay(await make())
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(error.startsWith(sentence), error).toBe(true)
  expect(error.split('\n')).toHaveLength(2)
})

test('a file that is not there gets one sentence, too', async () => {
  let error = ''
  const io = {
    out() {},
    error(text: string) {
      error += text
    },
  }
  const code = await main(['replay', '/nowhere.har'], io)
  expect(code).toBe(3)
  expect(error).toMatch(/^\/nowhere\.har cannot be read: ENOENT.*\n$/)
})
