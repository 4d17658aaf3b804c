/** The node `links`: the URLs of a session's reports. */
import type { CallContext, Schemas, Session } from './states.ts'

/** Where the provider offers the API, for a request that does not tell where it came in. */
const PROVIDER = 'https://aml.bankidapis.no'

/** The node `links`: URLs that the caller can follow (OS-24); absent if no report was requested (OS-11). */
export function linksOf(
  { id, country, reports }: Session,
  { request, pathOf }: Pick<CallContext, 'request' | 'pathOf'>,
): { links?: Schemas['Links'] } {
  if (reports.length === 0) return {}
  const { origin = PROVIDER } = request
  const urls = reports.map((report) => [
    report,
    `${origin}${pathOf('getSessionReport', { country, sessionId: id, report })}`,
  ])
  return { links: { reports: Object.fromEntries(urls) } }
}
