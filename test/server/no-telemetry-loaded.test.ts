import { expect, test, vi } from 'vitest'
import { wantsTraces } from '../../server/telemetry/trace-settings.ts'
import { startProcess } from './process.ts'
import { fetchToken } from './token.ts'

test('a server that nobody scrapes or traces loads neither prom-client nor OpenTelemetry', async () => {
  const tell = `import { registerHooks } from 'node:module'
    registerHooks({ load: (url, context, next) => {
      if (/prom-client|@opentelemetry/.test(url)) process.stderr.write('loads ' + url + '\\n')
      return next(url, context)
    } })`
  vi.stubEnv('NODE_OPTIONS', `--import=data:text/javascript,${encodeURIComponent(tell)}`)
  const server = await startProcess('--log', 'silent')
  await fetchToken(server.url)
  const before = server.output()
  await fetch(`${server.url}/_tvilling/metrics`)
  await server.end('SIGTERM')
  vi.unstubAllEnvs()
  expect(before).not.toContain('loads ')
  expect(server.output()).toMatch(/loads .*\/prom-client\//)
  expect(server.output()).not.toContain('@opentelemetry/sdk')
})

test('an endpoint is wanted, and can be switched off', () => {
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }
  expect(wantsTraces({})).toBe(false)
  expect(wantsTraces(endpoint)).toBe(true)
  expect(wantsTraces({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://127.0.0.1:4318/v1/traces' })).toBe(true)
  expect(wantsTraces({ ...endpoint, OTEL_SDK_DISABLED: 'true' })).toBe(false)
  expect(wantsTraces({ ...endpoint, OTEL_TRACES_EXPORTER: 'none' })).toBe(false)
})
