/** The node `links`: the URLs of a session's reports. */
import type { ApiRequest } from 'tvilling'
import type { Schemas, Session } from './states.ts'

/** The provider's hosts, as in the contract. */
const PROVIDER = /^aml(?:-preprod|-current)?\.bankidapis\.no$/

/**
 * The node `links`; absent if no report was requested (OS-11). A request to the provider's host gets URLs at that host.
 * Any other request gets paths without a host: a server does not know which address and tenant prefix its callers use.
 */
export function linksOf({ reports }: Session, { host, path }: ApiRequest): { links?: Schemas['Links'] } {
  if (reports.length === 0) return {}
  const base = `${host && PROVIDER.test(host) ? `https://${host}` : ''}${path.replace(/\/result$/, '/reports')}`
  return { links: { reports: Object.fromEntries(reports.map((report) => [report, `${base}/${report}`])) } }
}
