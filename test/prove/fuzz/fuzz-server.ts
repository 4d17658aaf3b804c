/** Sends many malformed requests to a server, several at a time, and collects what it should not have answered. */
import { exchange } from './exchange.ts'
import { createJudge } from './judge.ts'
import { type FuzzRequest, fuzzRequest } from './requests.ts'
import { allTargets, TENANT, TOKEN } from './targets.ts'

export interface FuzzOptions {
  url: string
  seed: number
  requests: number
  /** Milliseconds in which each must be answered. */
  timeout?: number
  /** Called now and then with the number of requests so far. */
  onProgress?(sent: number): void
}

export interface FuzzResult {
  sent: number
  answers: number
  /** Connections that the server closed without an answer: only for what is no HTTP. */
  closed: number
  byStatus: Record<string, number>
  /** How many answers each operation gave. */
  byOperation: Record<string, number>
  slowest: number
  findings: string[]
}

const AT_ONCE = 16
/** More say nothing new. */
const MOST_FINDINGS = 25

export async function fuzzServer(options: FuzzOptions): Promise<FuzzResult> {
  const { url, seed, requests, timeout = 20_000, onProgress } = options
  const port = Number(new URL(url).port)
  const targets = allTargets(seed, Math.min(64, Math.max(6, Math.round(requests / 400))))
  const judge = createJudge()
  const result: FuzzResult = {
    sent: 0,
    answers: 0,
    closed: 0,
    byStatus: {},
    byOperation: {},
    slowest: 0,
    findings: [],
  }
  const seen = new Set<string>()
  await acceptToken(url)

  function find(request: FuzzRequest, what: string): void {
    // The same fault of the same operation is one finding, however often it comes.
    const key = `${request.api}.${request.operation}: ${what.replace(/\d+/g, '#')}`
    if (seen.has(key) || seen.size >= MOST_FINDINGS) return
    seen.add(key)
    result.findings.push(`${key}\n${describeRequest(request, seed)}`)
  }

  async function send(number: number): Promise<void> {
    const request = fuzzRequest(targets, seed, number)
    const { bytes, method, isHttp } = request
    const { answers, hung, milliseconds } = await exchange(port, bytes, { method, ends: !isHttp, timeout })
    result.sent += 1
    result.slowest = Math.max(result.slowest, milliseconds)
    if (hung) find(request, `no end after ${timeout} ms`)
    if (answers.length === 0 && !hung) {
      result.closed += 1
      if (isHttp) find(request, 'the connection was closed without an answer')
    }
    for (const answer of answers) {
      result.answers += 1
      count(result.byStatus, String(answer.status))
      const { by, faults } = judge(request, answer)
      count(result.byOperation, by)
      for (const fault of faults) {
        find(request, `${answer.status} by ${by}: ${fault}\n${answer.body.toString('utf8').slice(0, 300)}`)
      }
    }
    if (result.sent % 5_000 === 0) {
      // A reset of the tenant, or a clock that went on, may have ended the token.
      await acceptToken(url).catch(() => {})
      onProgress?.(result.sent)
    }
  }

  let next = 0
  const worker = async () => {
    while (next < requests) await send(next++)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  return result
}

const count = (counts: Record<string, number>, name: string) => {
  counts[name] = (counts[name] ?? 0) + 1
}

async function acceptToken(url: string): Promise<void> {
  const response = await fetch(`${url}${TENANT}/_tvilling/tokens`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: TOKEN, client: 'tvilling' }),
  })
  if (!response.ok) throw new Error(`The token was not accepted: ${await response.text()}`)
}

/** The exact request, as a JSON text of Latin-1 if it is short enough. */
function describeRequest({ number, spoilt, bytes }: FuzzRequest, seed: number): string {
  const text = JSON.stringify(bytes.toString('latin1'))
  const shown = text.length > 1_500 ? `${text.slice(0, 1_500)}… (${bytes.length} bytes)` : text
  return `request ${number} of seed ${seed} (${spoilt.join(', ')}):\n${shown}`
}
