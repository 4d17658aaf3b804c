/** Refuses, if a test wants it, calls to hosts that nobody simulates: a misspelt one must not pass unnoticed. */
import { nearest } from '../control/nearest.ts'
import { UsageError } from '../control/usage-error.ts'
import type { HarnessOptions } from './harness.ts'

/**
 * @param known the hosts of the simulated APIs.
 * @returns a check of a URL, which throws a UsageError that names the hosts.
 * @throws UsageError if one of the further hosts is none.
 */
export function createHostCheck(
  strict: HarnessOptions['strictHosts'],
  known: readonly string[],
): (url: string) => void {
  if (strict === undefined || strict === false) return () => {}
  const gateways = strict === true ? [] : strict.map(hostOf)
  const hosts = new Set([...known, ...gateways])
  return (url) => {
    const { host } = new URL(url)
    if (hosts.has(host)) return
    const sorted = [...new Set([...nearest(host, [...hosts]), ...hosts])]
    throw new UsageError(
      `No simulator is at ${host}: there are ${sorted.join(', ')}. Name a gateway of your own in strictHosts, as in ['gateway.example'].`,
    )
  }
}

function hostOf(text: string): string {
  const url = URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`)
  if (url && url.pathname === '/' && !url.search && !url.username) return url.host
  throw new UsageError(
    `"${text}" in strictHosts is no host. Write it as gateway.example or gateway.example:8443.`,
  )
}
