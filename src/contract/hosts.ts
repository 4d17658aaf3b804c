/** Which host of a contract a request addresses. */
import type { Contract } from './contract.ts'

/** What of a request says which host it addresses. */
export interface AddressedHost {
  host?: string
  headers?: Readonly<Record<string, string>>
}

/**
 * The contract's host that a request addresses: the one that a proxy was asked for, or else the one that was called, in
 * any case of letters, with or without a port. Undefined if it is none of this contract, such as the server's own.
 */
export function hostAddressed(
  { hosts }: Pick<Contract, 'hosts'>,
  request: AddressedHost,
): string | undefined {
  const forwarded = request.headers?.['x-forwarded-host']
  return (forwarded && known(hosts, forwarded.split(',', 1)[0] ?? '')) || known(hosts, request.host)
}

function known(hosts: Contract['hosts'], text: string | undefined): string | undefined {
  if (text === undefined || hosts.has(text)) return text
  const host = text.trim().toLowerCase()
  if (hosts.has(host)) return host
  const name = host.replace(/:\d*$/, '')
  return hosts.has(name) ? name : undefined
}
