/** What a server shows its clients: a certificate of its own authority, or that of its user. */
import { resolve } from 'node:path'
import type { Wall } from '../../src/harness/clock.ts'
import { type GivenCertificate, readGiven } from './given-certificate.ts'
import { DEFAULT_FOLDER, openSelfSigned } from './self-signed.ts'

/**
 * How a server speaks HTTPS: with certificates of an authority of its own, which is kept under `.tvilling/tls` of the working
 * directory or in another folder; or with a certificate and key of a user's own.
 */
export type TlsOptions = 'self-signed' | { folder: string } | GivenCertificate

export interface Credentials {
  /** Key and certificate as `node:tls` takes them. */
  shown: { cert: string; key: string }
  /** Those from now on, if the ones shown near their end. */
  renewed(): Promise<Credentials['shown'] | undefined>
  /** What clients must trust, if it is an authority of our own. */
  trust?: TrustedAuthority
}

export interface TrustedAuthority {
  /** The authority's certificate, PEM. */
  certificateFile: string
  /** The same as a trust store for Java: PKCS#12 without password. */
  trustStoreFile: string
  /** What its owner should know, as sentences: it grows old, or its key is open. */
  warnings: readonly string[]
}

/**
 * @param names under which clients reach the server, beside those of loopback.
 * @throws UsageError if a file cannot be used.
 */
export async function openCredentials(
  options: TlsOptions,
  names: readonly string[],
  wall: Wall,
): Promise<Credentials> {
  if (typeof options === 'object' && 'certFile' in options) {
    const shown = await readGiven(options, wall.now())
    return { shown, renewed: async () => undefined }
  }
  const folder = resolve(options === 'self-signed' ? DEFAULT_FOLDER : options.folder)
  const { authority, current } = await openSelfSigned({ folder, names, wall })
  let present = await current()
  const shownOf = ({ key, certificate }: typeof present) => ({ cert: certificate, key })
  const { certificateFile, trustStoreFile, warnings } = authority
  return {
    shown: shownOf(present),
    async renewed() {
      const before = present
      present = await current()
      return present === before ? undefined : shownOf(present)
    },
    trust: { certificateFile, trustStoreFile, warnings },
  }
}
