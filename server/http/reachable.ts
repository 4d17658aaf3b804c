/** How a person on this machine reaches the server, for commands that work when they are pasted. */
import type { AddressInfo } from 'node:net'
import { type DoorOptions, refusedAtDoor } from './doors.ts'

export interface Reachable {
  /** An address that can be called: where the server listens on all addresses, that of loopback. */
  url: string
  /** What control demands as the `Host`, if it would refuse the address; undefined if it takes that. */
  host: string | undefined
}

/** @param host as the user gave it, perhaps with the zone of a link-local address: `fe80::1%eth0`. */
export function reachableAt(
  scheme: 'http' | 'https',
  host: string,
  { address, family, port }: AddressInfo,
  door: DoorOptions,
): Reachable {
  const called = CALLED[address] ?? address
  const zone = /%(.+)$/.exec(host)?.[1]
  const plain = family === 'IPv6' ? `[${called.replace(/%.*$/, '')}]` : called
  const name = zone === undefined ? plain : plain.replace(']', `%25${zone}]`)
  const refused = refusedAtDoor({ host: plain }, door) !== undefined
  return {
    url: `${scheme}://${name}:${port}`,
    host: refused ? door.allowedHosts?.[0]?.replace(/^\*/, 'tvilling') : undefined,
  }
}

/** Every address of the machine, and one of them that can be called everywhere. */
const CALLED: Readonly<Record<string, string>> = { '0.0.0.0': '127.0.0.1', '::': '::1' }
