import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'tvilling'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createTraces } from '../../server/telemetry/traces.ts'
import { needs } from '../needs.ts'
import { startReceiver } from '../receiver.ts'
import { startProcess } from './process.ts'
import { fetchToken } from './token.ts'

needs('signals')

interface OtlpSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind: number
  attributes: { key: string; value: Record<string, unknown> }[]
}

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736'
const CALLER = '00f067aa0ba902b7'
const traceparent = `00-${TRACE}-${CALLER}-01`

let collector: Server
let spans: OtlpSpan[]
let services: unknown[]
let endpoint: string

beforeEach(async () => {
  spans = []
  services = []
  collector = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const { resourceSpans } = JSON.parse(text)
    for (const { resource, scopeSpans } of resourceSpans) {
      services.push(resource.attributes.find(({ key }: { key: string }) => key === 'service.name').value)
      for (const scope of scopeSpans) spans.push(...scope.spans)
    }
    response.setHeader('content-type', 'application/json')
    response.end('{}')
  })
  await new Promise<void>((done) => collector.listen(0, '127.0.0.1', done))
  endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`
  vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', endpoint)
})

afterEach(() => {
  vi.unstubAllEnvs()
  collector.closeAllConnections()
  collector.close()
})

const harness = { simulators, now: '2026-01-01T00:00:00Z' }

async function tracedServer() {
  return startServer({ port: 0, harness, traces: await createTraces(simulators) })
}

/** Values as JSON has them; whole numbers come as text in OTLP. */
const attributesOf = (span: OtlpSpan | undefined) =>
  Object.fromEntries((span?.attributes ?? []).map(({ key, value }) => [key, String(Object.values(value)[0])]))

test('an exchange is a span, whose parent is that of the client, and its trace is in the journal', async () => {
  const server = await tracedServer()
  const control = connect(server.url, { tenant: 'team' })
  await control.faults.add({
    simulator: 'indkaldelse',
    operation: 'requestToken',
    fault: 'status',
    status: 503,
    force: true,
  })
  await fetchToken(`${server.url}/t/team`, 'tvilling', { headers: { traceparent } })
  const [exchange] = await control.journal.find()
  expect(exchange?.trace).toBe(TRACE)
  await server.close()
  const [span] = spans
  expect(span).toMatchObject({ traceId: TRACE, parentSpanId: CALLER, name: 'POST /connect/token', kind: 2 })
  expect(attributesOf(span)).toMatchObject({
    'http.request.method': 'POST',
    'http.response.status_code': '503',
    'http.route': '/connect/token',
    'url.path': '/connect/token',
    'url.scheme': 'http',
    'server.address': '127.0.0.1',
    'error.type': '503',
    'tvilling.simulator': 'indkaldelse',
    'tvilling.operation': 'requestToken',
    'tvilling.tenant': 'team',
    'tvilling.exchange': '1',
    'tvilling.fault': 'status',
  })
  expect(services[0]).toEqual({ stringValue: 'tvilling' })
})

test('an attempt to deliver is a span below the exchange that the message comes from, and changes nothing in it', async () => {
  const receiver = await startReceiver()
  const server = await tracedServer()
  const control = connect(server.url)
  await control.scenarios.load('webhook-registered', { url: receiver.url, events: ['CONSUMER_UPLOADED'] })
  await control.deliveries.settled()
  receiver.answer(503, 200)
  await uploadConsumer(server.url)
  await control.deliveries.settled()
  await control.clock.advance('P1D')
  const exchange = (await control.journal.find({ status: 202 }))[0]
  await server.close()
  await receiver.close()
  const upload = spans.find(({ name }) => name.startsWith('POST /consumer-intelligence'))
  const attempts = spans.filter(({ name }) => name === 'deliver CONSUMER_UPLOADED')
  expect(exchange?.trace).toBe(upload?.traceId)
  expect(attempts.map(({ traceId, parentSpanId, kind }) => [traceId, parentSpanId, kind])).toEqual(
    Array(2).fill([upload?.traceId, upload?.spanId, 3]),
  )
  expect(attempts.map((span) => attributesOf(span)['http.response.status_code'])).toEqual(['503', '200'])
  expect(attempts.map((span) => attributesOf(span)['tvilling.attempt'])).toEqual(['1', '2'])
  for (const { headers } of receiver.received) expect(headers).not.toHaveProperty('traceparent')
})

async function uploadConsumer(url: string): Promise<void> {
  const token = await fetch(`${url}/as/token.oauth2`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('tvilling:tvilling')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'bci' }),
  })
  const { access_token } = (await token.json()) as { access_token: string }
  const answer = await fetch(`${url}/consumer-intelligence/v3/consumers`, {
    method: 'POST',
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify([{ consumerId: 'c1', market: 'SE', data: { legalId: '198001022386' } }]),
  })
  expect(answer.status).toBe(202)
}

test('spans show neither numbers of people nor credentials', async () => {
  const server = await tracedServer()
  await fetch(`${server.url}/people/198001022386?access_token=hidden&q=070777-908A`)
  await server.close()
  expect(attributesOf(spans[0])).toMatchObject({
    'url.path': '/people/[redacted]',
    'url.query': 'access_token=[redacted]&q=[redacted]',
  })
})

test('a client that traces finds its trace in the journal and in the HAR also without an exporter', async () => {
  const server = await startServer({ port: 0, harness })
  await fetchToken(server.url, 'tvilling', { headers: { traceparent } })
  await fetchToken(server.url, 'tvilling', { headers: { traceparent: `${traceparent}-more` } })
  await fetchToken(server.url)
  const control = connect(server.url)
  expect((await control.journal.find()).map(({ trace }) => trace)).toEqual([TRACE, undefined, undefined])
  const { entries } = (await control.journal.har()).log
  expect(entries.map(({ _tvilling }) => _tvilling.trace)).toEqual([TRACE, undefined, undefined])
  await server.close()
  expect(spans).toEqual([])
})

test('a package that is missing is named in one sentence', async () => {
  const missing = async () => {
    throw Object.assign(new Error("Cannot find package '@opentelemetry/api'"), {
      code: 'ERR_MODULE_NOT_FOUND',
    })
  }
  await expect(createTraces(simulators, missing)).rejects.toThrow(
    /^An OTLP endpoint is set, but .*: npm install @opentelemetry\/api @opentelemetry\/resources [^.]*$/,
  )
})

test('serve traces as soon as the variable of OpenTelemetry names an endpoint', async () => {
  vi.stubEnv('OTEL_SERVICE_NAME', 'twins')
  const server = await startProcess('--log', 'silent')
  await fetchToken(server.url)
  expect(await server.end('SIGTERM')).toBe(0)
  expect(spans.map(({ name }) => name)).toEqual(['POST /connect/token'])
  expect(services).toEqual([{ stringValue: 'twins' }])
})
