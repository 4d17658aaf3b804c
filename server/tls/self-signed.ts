/** A certificate for a server, signed by an authority of its owner's own. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'
import { join } from 'node:path'
import type { Wall } from '../../src/harness/clock.ts'
import { type Authority, openAuthority } from './authority.ts'
import { type KeptFiles, OWNER_ONLY, openKeptFiles } from './kept-files.ts'
import type { KeyAndCertificate } from './make-certificates.ts'

/** Where keys and certificates are kept unless a folder is named: in the working directory. */
export const DEFAULT_FOLDER = join('.tvilling', 'tls')

export interface SelfSignedOptions {
  folder: string
  /** Names and addresses beside those of loopback. */
  names: readonly string[]
  /** Certificates have to do with the real time, and not with that of a harness. */
  wall: Wall
}

export interface SelfSigned {
  authority: Authority
  /** The certificate to use now: the one before as long as it does not near its end. */
  current(): Promise<KeyAndCertificate>
}

/** Key and certificate in one file, so that they always belong together. */
const SERVER = 'server.pem'
const LOOPBACK = ['localhost', '127.0.0.1', '::1'] as const
/** Milliseconds before its end from which a certificate is replaced. */
const NEAR = 30 * 86_400_000

/** @throws UsageError if the folder, or the authority in it, cannot be used. */
export async function openSelfSigned({ folder, names, wall }: SelfSignedOptions): Promise<SelfSigned> {
  const files = await openKeptFiles(folder)
  const authority = await openAuthority(files, wall.now())
  const wanted = [...new Set([...LOOPBACK, ...names.map(plainName)])] as [string, ...string[]]
  let present: KeyAndCertificate | undefined
  return {
    authority,
    async current() {
      present ??= await readKept(files)
      if (present && isFit(present, authority, wanted, wall.now())) return present
      const { certifyServer } = await import('./make-certificates.ts')
      present = await certifyServer(authority, wanted, wall.now())
      await files.replace(SERVER, present.key + present.certificate, OWNER_ONLY)
      return present
    },
  }
}

const PARTS =
  /^(?<key>-----BEGIN PRIVATE KEY-----.*?-----END PRIVATE KEY-----\n)(?<certificate>-----BEGIN CERTIFICATE-----.*)$/s

async function readKept(files: KeptFiles): Promise<KeyAndCertificate | undefined> {
  const { key, certificate } = PARTS.exec((await files.read(SERVER)) ?? '')?.groups ?? {}
  return key === undefined || certificate === undefined ? undefined : { key, certificate }
}

/** Whether a certificate is of this authority, for these names, and far enough from its end. */
function isFit(
  { key, certificate }: KeyAndCertificate,
  authority: Authority,
  names: readonly string[],
  now: number,
): boolean {
  try {
    const read = new X509Certificate(certificate)
    const end = Date.parse(read.validTo)
    const lasts = end - now > NEAR || (end >= authority.end && end > now)
    return (
      lasts &&
      read.verify(new X509Certificate(authority.certificate).publicKey) &&
      read.checkPrivateKey(createPrivateKey(key)) &&
      isFor(read, names)
    )
  } catch {
    return false
  }
}

function isFor(certificate: X509Certificate, names: readonly string[]): boolean {
  const held = certificate.subjectAltName?.split(', ') ?? []
  const has = (name: string) => (isIP(name) ? certificate.checkIP(name) : held.includes(`DNS:${name}`))
  return held.length === names.length && names.every(has)
}

/** A host as certificates have it: in lower case, and an IPv6 address without brackets and zone. */
function plainName(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/%.*$/, '')
}
