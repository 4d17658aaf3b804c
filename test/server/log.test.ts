import { expect, test, vi } from 'vitest'
import { createLog, type LogFormat, type ServerLog } from '../../server/http/log.ts'

const asked = { method: 'GET', path: '/v1/people', query: 'page=2', headers: {} }
const found = { status: 200, headers: { 'x-tvilling-operation': 'people.list', 'x-tvilling-exchange': '7' } }
const missed = { status: 404, headers: { 'x-tvilling-reason': 'Nobody is there.' } }
const failed = { status: 500, headers: {} }

/** What a log writes, in the pieces in which it writes it. */
async function written(format: LogFormat, act: (log: ServerLog) => void) {
  const pieces: string[] = []
  act(await createLog(format, (text) => pieces.push(text)))
  await new Promise((done) => setImmediate(done))
  return pieces
}

test('the log has a line for each exchange: what was asked, what answered, and why', async () => {
  vi.setSystemTime('2026-03-01T12:34:56.789Z')
  const pieces = await written('pretty', (log) => {
    log.exchange('default', asked, found, 3.127)
    log.exchange('default', asked, missed, 3.127)
    log.exchange('default', asked, failed, 3.127)
  })
  expect(pieces).toEqual([
    [
      '[12:34:56.789] INFO: 200 GET /v1/people?page=2 people.list\n',
      '[12:34:56.789] WARN: 404 GET /v1/people?page=2 unmatched (Nobody is there.)\n',
      '[12:34:56.789] ERROR: 500 GET /v1/people?page=2 unmatched\n',
    ].join(''),
  ])
  vi.useRealTimers()
})

test('as JSON, each line is an object with the tenant', async () => {
  const [piece = ''] = await written('json', (log) => log.exchange('team-a', asked, found, 3.127))
  expect(JSON.parse(piece)).toEqual({
    level: 30,
    time: expect.any(Number),
    tenant: 'team-a',
    method: 'GET',
    path: '/v1/people',
    status: 200,
    operation: 'people.list',
    exchange: 7,
    duration: 3.13,
    msg: '200 GET /v1/people?page=2 people.list',
  })
})

test('a defect is logged with its stack', async () => {
  const [pretty] = await written('pretty', (log) => log.defect(new Error('no such row')))
  expect(pretty).toMatch(/ERROR: a defect of Tvilling: please report it\n {4}Error: no such row\n {8}at /)
  const [json = ''] = await written('json', (log) => log.defect(new TypeError('no such row')))
  expect(JSON.parse(json)).toMatchObject({ level: 50, err: { type: 'TypeError', message: 'no such row' } })
})

test('a silent log writes nothing', async () => {
  expect(await written('silent', (log) => log.exchange('default', asked, failed, 3.127))).toEqual([])
})
