/** Where the reports of a session can be fetched: the node `links`. */
import type { ApiRequest } from 'tvilling'
import type { Schemas, Session } from './states.ts'

/** Hosts of the provider, as in the contract. */
const PROVIDER = /^aml(?:-preprod|-current)?\.bankidapis\.no$/

/**
 * The node `links`; nothing when no report was asked for (OS-11). A request to the provider's host gets a URL there.
 * Elsewhere it is the path alone: a server does not know under which address, and which tenant's prefix, its callers
 * reach it.
 */
export function linksOf({ reports }: Session, { host, path }: ApiRequest): { links?: Schemas['Links'] } {
  if (reports.length === 0) return {}
  const base = `${host && PROVIDER.test(host) ? `https://${host}` : ''}${path.replace(/\/result$/, '/reports')}`
  return { links: { reports: Object.fromEntries(reports.map((report) => [report, `${base}/${report}`])) } }
}
