/** A trust store for Java, which `keytool` would otherwise make. */
import { X509Certificate } from 'node:crypto'

/** Tags of DER. */
const SEQUENCE = 0x30
const SET = 0x31
const INTEGER = 0x02
const OCTETS = 0x04
const IDENTIFIER = 0x06
const EXPLICIT = 0xa0

/** Object identifiers of PKCS#7, #12 and #9: 1.2.840.113549.1.7.1, 1.2.840.113549.1.12.10.1.3, 1.2.840.113549.1.9.22.1. */
const DATA = identifier('2a864886f70d010701')
const CERTIFICATE_BAG = identifier('2a864886f70d010c0a0103')
const X509_CERTIFICATE = identifier('2a864886f70d01091601')
/** Java takes a certificate without a key for an authority only if it has this attribute, 2.16.840.1.113894.746875.1.1. */
const TRUSTED_KEY_USAGE = identifier('6086480186f966adca7b0101')
/** 2.5.29.37.0 */
const ANY_PURPOSE = identifier('551d2500')

/**
 * A PKCS#12 file with one trusted certificate. It is neither encrypted nor sealed, since it holds no secret: Java reads it
 * without a password, and with any.
 */
export function trustStoreOf(certificate: string): Buffer {
  const bytes = der(OCTETS, new X509Certificate(certificate).raw)
  const content = der(SEQUENCE, X509_CERTIFICATE, der(EXPLICIT, bytes))
  const trusted = der(SEQUENCE, TRUSTED_KEY_USAGE, der(SET, ANY_PURPOSE))
  const bag = der(SEQUENCE, CERTIFICATE_BAG, der(EXPLICIT, content), der(SET, trusted))
  const version = der(INTEGER, Buffer.of(3))
  return der(SEQUENCE, version, dataOf(der(SEQUENCE, dataOf(der(SEQUENCE, bag)))))
}

/** Plain content, as PKCS#7 wraps it. */
function dataOf(content: Buffer): Buffer {
  return der(SEQUENCE, DATA, der(EXPLICIT, der(OCTETS, content)))
}

function identifier(hex: string): Buffer {
  return der(IDENTIFIER, Buffer.from(hex, 'hex'))
}

/** A tag, the length, and up to 64 KiB of content. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const long = length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.of(tag, ...(length < 128 ? [length] : long)), content])
}
