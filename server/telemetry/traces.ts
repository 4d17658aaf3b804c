/**
 * Spans of exchanges and of attempts to deliver webhook messages, sent over OTLP (HTTP). The packages are optional peers,
 * which read the endpoint and its headers from the environment; nothing is registered with the global API.
 */

import type { Attributes, Context, Span } from '@opentelemetry/api'
import { UsageError } from '../../src/control/usage-error.ts'
import type { ApiResponse } from '../../src/http/messages.ts'
import { traceIdOf } from '../../src/http/trace-context.ts'
import type { Simulator } from '../../src/simulator/simulator.ts'
import { createRedactor } from './redact.ts'
import type { AnsweredRequest, Traces } from './spans.ts'

const PACKAGES = [
  '@opentelemetry/api',
  '@opentelemetry/resources',
  '@opentelemetry/sdk-trace-node',
  '@opentelemetry/exporter-trace-otlp-http',
]

/** Of each what is used. */
interface Packages {
  api: Pick<typeof import('@opentelemetry/api'), 'trace' | 'ROOT_CONTEXT' | 'SpanKind' | 'SpanStatusCode'>
  resources: Pick<
    typeof import('@opentelemetry/resources'),
    'detectResources' | 'envDetector' | 'resourceFromAttributes'
  >
  sdk: Pick<typeof import('@opentelemetry/sdk-trace-node'), 'BatchSpanProcessor' | 'NodeTracerProvider'>
  exporter: Pick<typeof import('@opentelemetry/exporter-trace-otlp-http'), 'OTLPTraceExporter'>
}

async function loadPackages(): Promise<Packages> {
  const [api, resources, sdk, exporter] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/resources'),
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ])
  return { api, resources, sdk, exporter }
}

/**
 * @param simulators their contracts tell the route of an operation.
 * @throws UsageError if a package is missing.
 */
export async function createTraces(
  simulators: readonly Simulator[],
  load: () => Promise<Packages> = loadPackages,
): Promise<Traces> {
  const { api, resources, sdk, exporter } = await load().catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
    throw new UsageError(
      `An OTLP endpoint is set, but traces need packages that are not installed: npm install ${PACKAGES.join(' ')}`,
    )
  })
  const { envDetector, detectResources, resourceFromAttributes } = resources
  const resource = resourceFromAttributes({ 'service.name': 'tvilling' }).merge(
    detectResources({ detectors: [envDetector] }),
  )
  const processor = new sdk.BatchSpanProcessor(new exporter.OTLPTraceExporter())
  const provider = new sdk.NodeTracerProvider({ resource, spanProcessors: [processor] })
  const tracer = provider.getTracer('tvilling')
  const { SpanKind, SpanStatusCode, ROOT_CONTEXT } = api
  const redactor = createRedactor()
  const routes = routesOf(simulators)

  /** The context of a remote span; a broken `traceparent` begins a new trace. */
  function contextOf(traceparent: string | undefined): Context {
    const traceId = traceIdOf(traceparent)
    if (traceparent === undefined || traceId === undefined) return ROOT_CONTEXT
    const [, , spanId = '', flags = ''] = traceparent.split('-')
    const traceFlags = Number.parseInt(flags, 16) & 1
    return api.trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true })
  }

  function end(span: Span, method: string, response: ApiResponse, request?: AnsweredRequest): void {
    const { status, headers, fault } = response
    const operation = headers['x-tvilling-operation']
    const route = operation && routes.get(operation)
    if (route) span.updateName(`${method} ${route}`)
    const [simulator, name] = operation?.split('.') ?? []
    span.setAttributes(
      present({
        'http.response.status_code': status || undefined,
        'http.route': route,
        'error.type': status >= 500 ? String(status) : undefined,
        'url.path': request && redactor.path(request.path),
        'url.query': (request?.query && redactor.query(request.query)) || undefined,
        'tvilling.tenant': request?.tenant,
        'tvilling.simulator': simulator,
        'tvilling.operation': name,
        'tvilling.exchange': Number(headers['x-tvilling-exchange']) || undefined,
        'tvilling.fault': fault,
      }),
    )
    if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
    span.end()
  }

  return {
    begin(request) {
      const { method = 'GET', headers, httpVersion, socket } = request
      const { traceparent, host } = headers
      const [address, port] = (host ?? '').split(/:(?=\d+$)/)
      const attributes = present({
        'http.request.method': method,
        'url.scheme': 'encrypted' in socket ? 'https' : 'http',
        'server.address': address || undefined,
        'server.port': port === undefined ? undefined : Number(port),
        'client.address': socket.remoteAddress,
        'network.protocol.version': httpVersion,
        'user_agent.original': headers['user-agent'],
      })
      const parent = contextOf(typeof traceparent === 'string' ? traceparent : undefined)
      const span = tracer.startSpan(method, { kind: SpanKind.SERVER, attributes }, parent)
      return {
        traceparent: traceparentOf(span),
        end: (response, answered) => end(span, method, response, answered),
      }
    },

    attempt({ simulator, event, id, url, attempt, outcome, status, error, trace, began, ended }) {
      const { hostname, port, protocol, origin, pathname } = new URL(url)
      const attributes = present({
        'http.request.method': 'POST',
        'http.response.status_code': status,
        'server.address': hostname,
        'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
        'url.full': `${origin}${redactor.path(pathname)}`,
        'error.type': outcome === 'accepted' ? undefined : String(status ?? error ?? outcome),
        'tvilling.simulator': simulator,
        'tvilling.event': event,
        'tvilling.delivery': id,
        'tvilling.attempt': attempt,
        'tvilling.outcome': outcome,
      })
      const options = { kind: SpanKind.CLIENT, attributes, startTime: began }
      const span = tracer.startSpan(`deliver ${event}`, options, contextOf(trace))
      if (outcome !== 'accepted') span.setStatus({ code: SpanStatusCode.ERROR })
      span.end(ended)
    },

    stop: () => provider.shutdown(),
  }
}

function traceparentOf(span: Span): string {
  const { traceId, spanId, traceFlags } = span.spanContext()
  return `00-${traceId}-${spanId}-0${traceFlags & 1}`
}

/** The path templates of all operations, by `<simulator>.<operation>`. */
function routesOf(simulators: readonly Simulator[]): ReadonlyMap<string, string> {
  return new Map(
    simulators.flatMap(({ name, contract }) =>
      contract.operations.map(({ id, path }) => [`${name}.${id}`, path] as const),
    ),
  )
}

const present = (attributes: Record<string, string | number | undefined>): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined))
