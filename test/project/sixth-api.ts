/** Runs in a copy of the repository that has a sixth API: prints what each command says of it, as JSON. */
import { writeFileSync } from 'node:fs'
import { simulators } from 'tvilling/mocks'
import { main, startServer } from 'tvilling/server'

const API = 'parking-permits'

async function run(...argv: string[]): Promise<{ code: number; output: string }> {
  let output = ''
  const write = (text: string) => {
    output += text
  }
  return { code: await main(argv, { out: write, error: write }), output }
}

async function drift(file: string, recording: string) {
  writeFileSync(file, recording)
  return run('drift', file)
}

const server = await startServer({ port: 0, harness: { simulators, now: '2026-01-01T00:00:00Z' } })
const init = { method: 'POST', headers: { authorization: `Basic ${btoa('tvilling:tvilling')}` } }
const form = new URLSearchParams({ grant_type: 'client_credentials' })
const granted = await fetch(`${server.url}/permits/token`, { ...init, body: form })
const { access_token } = (await granted.json()) as { access_token: string }
const authorization = `Bearer ${access_token}`
await fetch(`${server.url}/permits/ABC123`, { method: 'PUT', headers: { authorization } })
const journal = await fetch(`${server.url}/_tvilling/journal`, {
  headers: { accept: 'application/har+json' },
})
const recording = await journal.text()
const [, receipt = ''] = /\\"receipt\\":\\"(\w+)\\"/.exec(recording) ?? []

const results = {
  scenarios: await run('scenarios'),
  states: await run('pact', 'states'),
  pact: await run('pact', 'verify', '--pact', `contracts/${API}/pacts/example-client.gen.json`),
  verified: await run('verify', '--api', API, '--url', server.url, '--seed', '1', '--runs', '5'),
  otherReceipt: await drift('other-receipt.har', recording.replaceAll(receipt, 'another')),
  otherState: await drift('other-state.har', recording.replaceAll('APPLIED', 'GRANTED')),
}
await server.close()
process.stdout.write(`${JSON.stringify(results)}\n`, () => process.exit(0))
