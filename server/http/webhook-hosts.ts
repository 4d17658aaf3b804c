/** The allow-list of receivers: which hosts webhooks may be sent to, and which addresses those may have. */
import type { BlockList } from 'node:net'
import { UsageError } from '../../src/control/usage-error.ts'

export interface WebhookHosts {
  /** Whether the list has the host of a URL, with its port. */
  has(url: URL): boolean
  /** Whether a host that the list has may be reached at an address. */
  mayBeAt(url: URL, address: string): boolean
}

interface Entry {
  /** In the form of `URL`; of a wildcard, what stands after the asterisk. */
  host: string
  wildcard: boolean
  port: string | undefined
}

/** Allows the hosts of the list to have addresses of this machine and of its own networks. */
const PRIVATE = 'private'

/** Ranges in which no receiver on the internet is: the machine itself, its networks, and what is not for hosts. */
const INTERNAL: readonly [network: string, bits: number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
  ['::', 127],
  // Addresses that stand for one of IPv4, whatever that is.
  ['64:ff9b::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 9],
  ['ff00::', 8],
]

/** @throws UsageError if an entry is no host. */
export function readWebhookHosts(texts: readonly string[]): WebhookHosts {
  const isPrivate = texts.some((text) => text.trim().toLowerCase() === PRIVATE)
  const entries = texts.filter((text) => text.trim().toLowerCase() !== PRIVATE).map(readEntry)
  const ranges = internalRanges()

  const matches = (url: URL, host: string) =>
    entries.some(
      (entry) =>
        (entry.port === undefined || entry.port === portOf(url)) &&
        (entry.wildcard ? host.endsWith(entry.host) && host !== entry.host : host === entry.host),
    )

  return {
    has: (url) => matches(url, plainHost(url.hostname)),

    mayBeAt(url, address) {
      const plain = plainHost(address.includes(':') ? `[${address.replace(/%.*/, '')}]` : address)
      const isSix = plain.startsWith('[')
      if (!ranges.check(isSix ? plain.slice(1, -1) : plain, isSix ? 'ipv6' : 'ipv4')) return true
      const name = plainHost(url.hostname)
      const isLocal = name === 'localhost' || name.endsWith('.localhost') || name === plain
      return isPrivate || isLocal || matches(url, plain)
    },
  }
}

function readEntry(text: string): Entry {
  const entry = text.trim()
  const malformed = () =>
    new UsageError(
      `"${text}" is no host that webhooks can go to. Write example.org, example.org:8443, *.example.org, 10.0.0.5, [::1] or private.`,
    )
  const wildcard = entry.startsWith('*.')
  const named = wildcard ? entry.slice(2) : entry
  // An IPv6 address may come without its brackets, which a port would need.
  const address = /^[\da-f]*:[\da-f:.]*:[\da-f:.]*$/i.test(named) ? `[${named}]` : named
  if (address === '' || /[\s/\\?#@*%]/.test(address)) throw malformed()
  const url = URL.parse(`http://${address}`)
  const port = /:(\d*)$/.exec(address.replace(/^\[[^\]]*\]/, ''))?.[1]
  if (!url || (port !== undefined && !(Number(port) > 0))) throw malformed()
  const host = plainHost(url.hostname)
  const isAddress = host.startsWith('[') || /^\d+(\.\d+){3}$/.test(host)
  if (host === '' || (wildcard && isAddress)) throw malformed()
  return {
    host: wildcard ? `.${host}` : host,
    wildcard,
    port: port === undefined ? undefined : String(Number(port)),
  }
}

/** A host as `URL` writes it, without the dot of the root; an IPv4 address in IPv6 as what it stands for. */
function plainHost(hostname: string): string {
  const host = URL.parse(`http://${hostname}`)?.hostname ?? hostname
  const mapped = /^\[::ffff:([\da-f]+):([\da-f]+)\]$/.exec(host)
  if (!mapped) return host.replace(/\.$/, '')
  const [high, low] = mapped.slice(1).map((part) => Number.parseInt(part, 16)) as [number, number]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

const portOf = ({ port, protocol }: URL) => port || (protocol === 'https:' ? '443' : '80')

function internalRanges(): BlockList {
  const { BlockList } = process.getBuiltinModule('node:net')
  const ranges = new BlockList()
  for (const [network, bits] of INTERNAL) {
    ranges.addSubnet(network, bits, network.includes(':') ? 'ipv6' : 'ipv4')
  }
  return ranges
}
