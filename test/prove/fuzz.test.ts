import { expect, test } from 'vitest'
import { startProcess } from '../server/process.ts'
import type { FuzzAnswer } from './fuzz/exchange.ts'
import { fuzzServer } from './fuzz/fuzz-server.ts'
import { createJudge } from './fuzz/judge.ts'
import { fuzzRequest } from './fuzz/requests.ts'
import { allTargets } from './fuzz/targets.ts'
import { FUZZED } from './fuzz.ts'

test('2,000 malformed requests get documented answers, and the server lives on', async () => {
  const server = await startProcess(...FUZZED)
  try {
    const { findings, sent, byOperation } = await fuzzServer({ url: server.url, seed: 10, requests: 2_000 })
    expect(findings).toEqual([])
    expect(sent).toBe(2_000)
    expect(Object.keys(byOperation).length).toBeGreaterThan(50)
    expect((await fetch(`${server.url}/_tvilling/health`)).status).toBe(200)
  } finally {
    await server.end('SIGKILL')
  }
}, 120_000)

test('the same seed and number give the same bytes', () => {
  const first = fuzzRequest(allTargets(3, 5), 3, 17)
  const second = fuzzRequest(allTargets(3, 5), 3, 17)
  expect(second.bytes.equals(first.bytes)).toBe(true)
  expect(fuzzRequest(allTargets(4, 5), 4, 17).bytes.equals(first.bytes)).toBe(false)
})

const judge = createJudge()
const request = {
  ...fuzzRequest(allTargets(1, 5), 1, 1),
  method: 'GET',
  path: '/t/fuzz-control/_tvilling/clock',
  isHttp: true,
}
const answer = (more: Partial<FuzzAnswer>): FuzzAnswer => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{"now":"2026-01-01T00:00:00.000Z","mode":"manual","factor":1}'),
  isWhole: true,
  isDelimited: true,
  ...more,
})
const consumers = {
  'content-type': 'application/json',
  'x-tvilling-operation': 'consumer-intelligence.listConsumers',
}

test.each<[string, Partial<FuzzAnswer>]>([
  ['a failure', { status: 500 }],
  ['half a body', { isWhole: false }],
  ['a status that is in no contract', { status: 299 }],
  ['another media type', { headers: { 'content-type': 'text/html' } }],
  ['a body of another shape', { body: Buffer.from('{"now":5}') }],
  ['no body where there must be one', { body: Buffer.alloc(0) }],
  ['an error of HTTP itself in bare text', { status: 431, headers: {}, body: Buffer.alloc(0) }],
  ['a body of another shape from a simulator', { headers: consumers, body: Buffer.from('{"data":{}}') }],
  ['a status that the operation does not have', { headers: consumers, status: 418 }],
])('%s is found', (_, more) => {
  expect(judge(request, answer({})).faults).toEqual([])
  expect(judge(request, answer(more)).faults).not.toEqual([])
})
