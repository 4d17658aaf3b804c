/** Makes keys and certificates. It loads the library for them: import it when a certificate must be made. */
import { webcrypto } from 'node:crypto'
import { isIP } from 'node:net'
// The library asks for it before it is loaded itself.
import 'reflect-metadata'
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509'

/** Texts in PEM. */
export interface KeyAndCertificate {
  key: string
  certificate: string
}

const DAY = 86_400_000
/** Days that an authority is valid: replacing it means to tell every client. */
const AUTHORITY_DAYS = 5 * 365
/** Days that a server's certificate is valid; programs of Apple refuse more than 825. */
const SERVER_DAYS = 90
/** Milliseconds by which the clock of a client may be behind ours. */
const SKEW = 3_600_000

/** Java, Python, .NET and browsers know this kind of key, and it is made in a millisecond. */
const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

export async function makeKey(): Promise<string> {
  const { privateKey } = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const bytes = await webcrypto.subtle.exportKey('pkcs8', privateKey)
  return `${PemConverter.encode(bytes, 'PRIVATE KEY')}\n`
}

/** An authority's certificate for itself. Its name has the day, so that two of them can be told apart in a list. */
export async function certifyAuthority(key: string, now: number): Promise<string> {
  const keys = await readKey(key)
  const day = new Date(now).toISOString().slice(0, 10)
  const made = await X509CertificateGenerator.createSelfSigned({
    name: [{ CN: [`Tvilling test authority ${day}`] }, { O: ['Tvilling, for tests only'] }],
    keys,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(now - SKEW),
    notAfter: new Date(now + AUTHORITY_DAYS * DAY),
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return pemOf(made)
}

/** A certificate for a server, under names and addresses, which ends with the authority at the latest. */
export async function certifyServer(
  authority: KeyAndCertificate,
  names: readonly [string, ...string[]],
  now: number,
): Promise<KeyAndCertificate> {
  const issuer = new X509Certificate(authority.certificate)
  const key = await makeKey()
  const { publicKey } = await readKey(key)
  const end = Math.min(now + SERVER_DAYS * DAY, issuer.notAfter.getTime())
  const made = await X509CertificateGenerator.create({
    subject: [{ CN: ['Tvilling'] }],
    issuer: issuer.subjectName,
    publicKey,
    signingKey: (await readKey(authority.key)).privateKey,
    signingAlgorithm: ALGORITHM,
    notBefore: new Date(now - SKEW),
    notAfter: new Date(end),
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension(
        names.map((value) => ({ type: isIP(value) ? ('ip' as const) : ('dns' as const), value })),
      ),
      await SubjectKeyIdentifierExtension.create(publicKey),
      await AuthorityKeyIdentifierExtension.create(issuer),
    ],
  })
  return { key, certificate: pemOf(made) }
}

async function readKey(pem: string) {
  const { subtle } = webcrypto
  const privateKey = await subtle.importKey('pkcs8', PemConverter.decodeFirst(pem), ALGORITHM, true, ['sign'])
  const { d: _, key_ops: _ops, ...open } = await subtle.exportKey('jwk', privateKey)
  const publicKey = await subtle.importKey('jwk', open, ALGORITHM, true, ['verify'])
  return { privateKey, publicKey }
}

const pemOf = (certificate: X509Certificate) => `${certificate.toString('pem')}\n`
