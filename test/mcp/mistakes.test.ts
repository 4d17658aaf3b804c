import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { nearAgent, ownTwin } from './agent.ts'

/** For each tool what an agent may get wrong, and how the sentence begins that it reads. */
const MISTAKES: Readonly<Record<string, readonly [given: Record<string, unknown>, sentence: string][]>> = {
  twin_address: [[{ simulator: 'x' }, 'The tool twin_address has no parameter "simulator".']],
  simulators_list: [[{ x: 1 }, 'The tool simulators_list has no parameter "x".']],
  simulator_read: [
    [{}, 'The tool simulator_read needs the parameter "simulator"'],
    [{ simulator: 'birth' }, 'There is no simulator "birth". Nearest: birth-report.'],
  ],
  document_read: [
    [{ uri: 'tvilling://nothing/birth-report' }, 'There is no document "tvilling://nothing/birth-report".'],
    [{ uri: 'tvilling://facts/birth' }, 'There is no simulator "birth".'],
    [{ uri: 'tvilling://simulators/../../etc' }, 'There is no simulator "../../etc".'],
    [{ uri: 'tvilling://journal', offset: -1 }, 'The tool document_read: offset must be >= 0.'],
  ],
  request: [
    [{ url: 'consumers' }, '"url" is a URL of the provider, or a path that begins with /'],
    [{ url: 'http://' }, '"http://" is no URL.'],
    [{ url: '/_tvilling/reset' }, 'The twin is controlled with the other tools'],
    [{ url: '/x', method: 'FETCH' }, 'The tool request: method must be equal to one of the allowed values.'],
    [{ url: '/x', body: 'a' }, 'A GET request has no body'],
    [{ url: '/x', method: 'POST', body: 'a', json: {} }, 'A request has one body: give "json" or "body".'],
    [{ url: '/x', headers: { 'a b': 'c' } }, '"headers" cannot be sent: '],
    [{ url: '/x', client: 'tviling' }, 'There is no OAuth client "tviling". Nearest: tvilling'],
  ],
  scenarios_list: [
    [{ simulator: 'birth' }, 'There is no simulator with scenarios "birth". Nearest: birth-report.'],
  ],
  scenario_load: [
    [{ name: 'bundle-aproved' }, 'There is no scenario "bundle-aproved". Nearest: bundle-approved'],
    [{ name: 'bundle-approved', parameters: { ids: 1 } }, 'The scenario "bundle-approved" has no parameter'],
    [{ name: 'bundle-approved', parameters: 'id=b1' }, 'The tool scenario_load: parameters must be object.'],
  ],
  subjects_list: [[{ after: 'b' }, 'The tool subjects_list: after must be integer.']],
  person_change: [
    [{ number: '1', change: { familyName: 'Berg' } }, 'Nobody has the number 1.'],
    [{ number: '198001022386', change: {} }, 'The change of a person says nothing.'],
    [{ number: '198001022386', change: { name: 'x' } }, 'The change of a person has no parameter "name".'],
  ],
  event_fire: [
    [{ simulator: 'consumer-intelligence', event: 'PONG' }, 'There is no event "PONG".'],
    [
      { simulator: 'consumer-intelligence', event: 'PING', parameters: { event: 'x' } },
      '"event" is said beside "parameters"',
    ],
  ],
  state_page: [
    [{ simulator: 'birth-report', collection: 'report' }, 'There is no collection "report".'],
    [
      { simulator: 'birth-report', collection: 'reports', limit: 101 },
      'The tool state_page: limit must be <= 100',
    ],
  ],
  state_transition: [
    [
      { simulator: 'person-monitoring', collection: 'bundles', key: 'none', to: 'APPROVED' },
      'person-monitoring has no "none" in bundles.',
    ],
  ],
  clock_read: [[{ now: true }, 'The tool clock_read has no parameter "now".']],
  clock_advance: [
    [{}, 'clock_advance takes "by" (a duration such as PT2H) or "to" (an instant)'],
    [{ by: 'PT1H', to: '2026-01-02T00:00:00Z' }, 'clock_advance takes "by"'],
    [{ by: 'an hour' }, '"an hour" is no duration.'],
    [{ to: '2025-01-01T00:00:00Z' }, '2025-01-01T00:00:00Z is over'],
  ],
  clock_set: [
    [{}, 'clock_set takes "now", "mode" or "factor"'],
    [{ factor: 60 }, 'A manual clock stands still'],
  ],
  faults_list: [[{ id: 'f1' }, 'The tool faults_list has no parameter "id".']],
  fault_add: [
    [{ simulator: 'birth-report', fault: 'explosion' }, 'The tool fault_add: fault must be equal to one'],
    [{ simulator: 'birth-report', fault: 'status', operation: 'x', status: 500 }, 'There is no operation of'],
    [{ simulator: 'birth-report', fault: 'reset' }, 'The fault "reset" needs "operation".'],
  ],
  faults_clear: [[{ id: 'f9' }, 'There is no fault "f9".']],
  journal_find: [
    [{ since: 'yesterday' }, 'The journal'],
    [{ bodyLength: 1e6 }, 'The tool journal_find: bodyLength must be <= 20000.'],
  ],
  journal_explain: [[{ after: 1 }, 'The tool journal_explain has no parameter "after".']],
  journal_save: [
    [{ file: 'run.txt' }, 'The name of the file must end with .har, not be "run.txt".'],
    [{ file: '/no/such/folder/run.har' }, '/no/such/folder/run.har cannot be written, since its folder'],
  ],
  deliveries_list: [[{ state: 'SENT' }, 'The tool deliveries_list: state must be equal to one']],
  deliveries_explain: [[{ limit: 1 }, 'The tool deliveries_explain has no parameter "limit".']],
  deliveries_settle: [[{ by: 'PT1H' }, 'The tool deliveries_settle has no parameter "by".']],
  delivery_redeliver: [[{ id: 'none' }, 'There is no delivery "none".']],
  reset: [[{ seed: 1 }, 'The tool reset has no parameter "seed".']],
  snapshot_save: [[{ file: 'state' }, 'The name of the file must end with .json']],
  snapshot_restore: [
    [{ file: '/no/such/state.json' }, '/no/such/state.json cannot be read: ENOENT'],
    [{ file: 'package.json' }, 'This is no snapshot that can be restored'],
    [{ file: 'README.md' }, `${join(process.cwd(), 'README.md')} is not JSON.`],
  ],
  verify: [
    [{ api: 'birth', url: 'http://127.0.0.1:1' }, 'There is no API "birth". Nearest: birth-report.'],
    [{ api: 'birth-report', url: 'http://127.0.0.1:1' }, 'Nothing answers at http://127.0.0.1:1'],
    [{ api: 'birth-report', url: 'here' }, '"url" is a URL such as http://127.0.0.1:4010, not "here".'],
    [{ api: 'birth-report', url: 'http://127.0.0.1:1', environment: 'moon' }, 'There is no environment of'],
    [{ api: 'birth-report', url: 'http://127.0.0.1:1', patience: 'long' }, '--patience is a duration'],
  ],
}

test('each tool answers a mistake with a sentence that says what to do, and nothing has happened', async () => {
  const twin = await ownTwin()
  const { client, call, defects } = await nearAgent(twin)
  const mistakes = Object.entries(MISTAKES).flatMap(([tool, of]) =>
    of.map(([given, sentence]) => ({ tool, given, sentence })),
  )
  const said = await Promise.all(
    mistakes.map(async ({ tool, given, sentence }) => {
      const answer = await call(tool, given).then(JSON.stringify, ({ message }: Error) => message)
      return { tool, given, sentence: answer.startsWith(sentence) ? sentence : answer }
    }),
  )
  expect(said).toEqual(mistakes)
  const { tools } = await client.listTools()
  expect(Object.keys(MISTAKES).sort()).toEqual(tools.map(({ name }) => name).sort())
  await expect(call('clock_wind')).rejects.toThrow('Tool clock_wind not found')
  expect(defects).toEqual([])
  expect(await twin.control.journal.find()).toEqual([])
  expect(await twin.control.faults.list()).toEqual([])
  expect((await twin.control.clock.read()).now).toBe('2026-01-01T00:00:00.000Z')
})

test('a file that exists is not written to', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tvilling-mcp-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'run.har')
  await writeFile(file, 'mine')
  const { call } = await nearAgent(await ownTwin())
  await expect(call('journal_save', { file })).rejects.toThrow(`${file} exists already: give another name.`)
})
