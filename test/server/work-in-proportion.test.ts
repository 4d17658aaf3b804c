import { readdirSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { needs } from '../needs.ts'
import { type ExpensiveInput, expensiveInputs } from './expensive-inputs.ts'
import { type ServerProcess, startProcess } from './process.ts'

needs('proc')

/** What one request may cost, in milliseconds of all threads, on a machine that does nothing else. */
const MOST = 100
/** Other processes slow the processor down, and a collection of garbage can fall into any request. */
const ATTEMPTS = 5

/** Processor time that a process has used so far, in milliseconds. */
function usedBy({ pid }: ServerProcess): number {
  const threads = readdirSync(`/proc/${pid}/task`)
  const times = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8'))
  return times.reduce((sum, text) => sum + Number(text.split(' ')[0]), 0) / 1_000_000
}

function send({ url }: ServerProcess, { method = 'GET', path, headers = {}, body }: ExpensiveInput) {
  const { port } = new URL(url)
  const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
  return new Promise<number>((resolve, reject) => {
    const sent = request({ port, method, path, headers: { ...headers, ...length } }, (response) => {
      response.on('end', () => resolve(response.statusCode ?? 0)).resume()
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

test('nothing of less than a megabyte costs more than 100 ms without a token', async () => {
  const server = await startProcess('--log', 'silent')
  onTestFinished(async () => void (await server.end('SIGKILL')))
  const tooMuch: string[] = []
  for (const input of expensiveInputs) {
    expect(Buffer.byteLength(input.body ?? '')).toBeLessThan(1_000_000)
    let least = Infinity
    for (let attempt = 0; attempt < ATTEMPTS && least > MOST; attempt += 1) {
      const before = usedBy(server)
      expect(await send(server, input), input.name).toBeLessThan(500)
      least = Math.min(least, usedBy(server) - before)
    }
    if (least > MOST) tooMuch.push(`${input.name}: ${Math.round(least)} ms`)
  }
  expect(tooMuch).toEqual([])
}, 120_000)
