/** Whether a server makes traces, by the environment variables of OpenTelemetry. */

type Environment = Readonly<Record<string, string | undefined>>

/** Whether an OTLP endpoint is named, and traces are not switched off. */
export function wantsTraces(environment: Environment): boolean {
  const endpoint =
    environment['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT'] || environment['OTEL_EXPORTER_OTLP_ENDPOINT']
  const off =
    environment['OTEL_SDK_DISABLED']?.toLowerCase() === 'true' ||
    environment['OTEL_TRACES_EXPORTER'] === 'none'
  return Boolean(endpoint) && !off
}
