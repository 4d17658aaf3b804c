/** The authority that signs the certificates of servers on this machine: made once, then kept. */
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { EVERYBODY_READS, type KeptFiles, OWNER_ONLY } from './kept-files.ts'
import type { KeyAndCertificate } from './make-certificates.ts'
import { unusable } from './unusable.ts'

export interface Authority extends KeyAndCertificate {
  /** When its certificate ends, in milliseconds. */
  end: number
  /** What clients trust: PEM. */
  certificateFile: string
  /** The same for Java: PKCS#12, without password. */
  trustStoreFile: string
  /** What its owner should know, as sentences. */
  warnings: string[]
}

const KEY = 'ca-key.pem'
const CERTIFICATE = 'ca.pem'
const TRUST_STORE = 'ca.p12'
const YEAR = 365 * 86_400_000

/**
 * Reads the authority in a folder, or makes it. A key or certificate that is there is never written over: who trusts it
 * would trust nothing of ours any more.
 * @throws UsageError if what is there cannot be used.
 */
export async function openAuthority(files: KeptFiles, now: number): Promise<Authority> {
  const paths = { certificateFile: files.path(CERTIFICATE), trustStoreFile: files.path(TRUST_STORE) }
  const key = await keyOf(files)
  const certificate =
    (await files.read(CERTIFICATE)) ??
    (await files.keep(CERTIFICATE, await (await maker()).certifyAuthority(key, now), EVERYBODY_READS))
  const { made, end } = checked({ key, certificate }, now, files)
  if ((await files.read(TRUST_STORE)) === undefined) {
    const { trustStoreOf } = await import('./trust-store.ts')
    await files.keep(TRUST_STORE, trustStoreOf(certificate), EVERYBODY_READS)
  }
  const warnings: string[] = []
  if (now - made > YEAR) {
    warnings.push(
      `The authority in ${files.path('')} is older than a year, and ends on ${dayOf(end)}. Remove the folder to get a new one, and let your clients trust that.`,
    )
  }
  if (await files.isOpen(KEY)) {
    warnings.push(
      `Others on this machine can read ${files.path(KEY)}, and so pretend to be any host for your clients: chmod 600 it.`,
    )
  }
  return { key, certificate, end, ...paths, warnings }
}

async function keyOf(files: KeptFiles): Promise<string> {
  const key = await files.read(KEY)
  if (key !== undefined) return key
  if ((await files.read(CERTIFICATE)) !== undefined) {
    throw unusable(
      `${files.path(KEY)} is not there, but its certificate ${CERTIFICATE} is. Bring the key back, or remove the folder to get a new authority.`,
    )
  }
  return files.keep(KEY, await (await maker()).makeKey(), OWNER_ONLY)
}

function checked({ key, certificate }: KeyAndCertificate, now: number, files: KeptFiles) {
  const remedy = 'Remove the folder to get a new authority, and let your clients trust that.'
  const read = parsed(key, certificate)
  if (!read) {
    throw unusable(
      `${files.path(CERTIFICATE)} and ${KEY} beside it are not an authority and its key. ${remedy}`,
    )
  }
  const made = Date.parse(read.validFrom)
  const end = Date.parse(read.validTo)
  if (end <= now) throw unusable(`The authority in ${files.path('')} ended on ${dayOf(end)}. ${remedy}`)
  return { made, end }
}

function parsed(key: string, certificate: string): X509Certificate | undefined {
  try {
    const read = new X509Certificate(certificate)
    return read.ca && read.checkPrivateKey(createPrivateKey(key)) ? read : undefined
  } catch {
    return undefined
  }
}

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10)

const maker = () => import('./make-certificates.ts')
