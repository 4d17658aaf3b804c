/** A trust store for Java, which `keytool` would otherwise make. */
import { X509Certificate } from 'node:crypto'
import {
  type BaseBlock,
  Constructed,
  Integer,
  ObjectIdentifier,
  OctetString,
  Sequence,
  Set as SetOf,
} from 'asn1js'

/** Object identifiers of PKCS#7, #9 and #12. */
const DATA = '1.2.840.113549.1.7.1'
const CERTIFICATE_BAG = '1.2.840.113549.1.12.10.1.3'
const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1'
/** Java takes a certificate without a key for an authority only if it has this attribute of Oracle. */
const TRUSTED_KEY_USAGE = '2.16.840.1.113894.746875.1.1'
const ANY_PURPOSE = '2.5.29.37.0'

/**
 * A PKCS#12 file with one trusted certificate. It is neither encrypted nor sealed, since it holds no secret: Java reads it
 * without a password, and with any.
 */
export function trustStoreOf(certificate: string): Buffer {
  const bytes = octets(new X509Certificate(certificate).raw)
  const trusted = sequence(identifier(TRUSTED_KEY_USAGE), setOf(identifier(ANY_PURPOSE)))
  const bag = sequence(
    identifier(CERTIFICATE_BAG),
    tagged(sequence(identifier(X509_CERTIFICATE), tagged(bytes))),
    setOf(trusted),
  )
  const safe = dataOf(sequence(bag))
  const store = sequence(new Integer({ value: 3 }), dataOf(sequence(safe)))
  return Buffer.from(store.toBER())
}

/** Plain content, as PKCS#7 wraps it. */
const dataOf = (content: BaseBlock) => sequence(identifier(DATA), tagged(octets(content.toBER())))

const sequence = (...value: BaseBlock[]) => new Sequence({ value })
const setOf = (...value: BaseBlock[]) => new SetOf({ value })
const identifier = (value: string) => new ObjectIdentifier({ value })
const octets = (valueHex: ArrayBuffer | Uint8Array) => new OctetString({ valueHex })
/** In explicit tag 0. */
const tagged = (content: BaseBlock) =>
  new Constructed({ idBlock: { tagClass: 3, tagNumber: 0 }, value: [content] })
