/** A certificate and its key from files of a user's own. */
import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { unusable } from './unusable.ts'

export interface GivenCertificate {
  /** PEM: the server's certificate, and after it those between it and the authority. */
  certFile: string
  /** PEM: the private key of the first certificate. */
  keyFile: string
  /** Opens the key if it is encrypted. */
  passphrase?: string
}

/**
 * Reads a certificate and its key.
 * @returns what `node:tls` takes.
 * @throws UsageError if they do not belong together, if today is not a day of the certificate, or if one cannot be read.
 */
export async function readGiven({ certFile, keyFile, passphrase }: GivenCertificate, now: number) {
  const cert = await textOf(certFile, '--tls-cert')
  const key = await textOf(keyFile, '--tls-key')
  const certificate = certificateIn(cert, certFile)
  const privateKey = keyIn(key, keyFile, passphrase)
  if (!certificate.checkPrivateKey(privateKey)) {
    throw unusable(
      `The key in ${keyFile} is not that of the first certificate in ${certFile}. Name the two that belong together.`,
    )
  }
  checkDays(certificate, certFile, now)
  const shown = { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }
  checkAccepted(shown, certFile)
  return shown
}

async function textOf(file: string, flag: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw unusable(`${flag} names ${file}, which cannot be read: ${(error as Error).message}.`)
  }
}

function certificateIn(text: string, file: string): X509Certificate {
  try {
    return new X509Certificate(text)
  } catch {
    throw unusable(
      `${file} has no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----. Name the file that has it with --tls-cert.`,
    )
  }
}

function keyIn(text: string, file: string, passphrase: string | undefined): KeyObject {
  try {
    return createPrivateKey(passphrase === undefined ? text : { key: text, passphrase })
  } catch (error) {
    if (!/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) {
      throw unusable(
        `${file} has no private key in PEM, which begins with -----BEGIN PRIVATE KEY----- or similar. Name the file that has it with --tls-key.`,
      )
    }
    if (/ENCRYPTED/.test(text)) {
      throw unusable(
        passphrase === undefined
          ? `The key in ${file} is encrypted. Give its passphrase in the variable TVILLING_TLS_PASSPHRASE.`
          : `The passphrase in TVILLING_TLS_PASSPHRASE does not open the key in ${file}.`,
      )
    }
    throw unusable(`The private key in ${file} is damaged (${(error as Error).message}). Write it anew.`)
  }
}

function checkDays({ validFrom, validTo }: X509Certificate, file: string, now: number): void {
  const day = (text: string) => new Date(text).toISOString().slice(0, 10)
  if (Date.parse(validTo) <= now) {
    throw unusable(`The certificate in ${file} was valid until ${day(validTo)}. Name a newer one.`)
  }
  if (Date.parse(validFrom) > now) {
    throw unusable(
      `The certificate in ${file} is valid from ${day(validFrom)}. Name an older one, or set the clock of this machine right.`,
    )
  }
}

/** OpenSSL refuses what is readable but too weak, such as a short key. */
function checkAccepted(shown: { cert: string; key: string }, file: string): void {
  try {
    process.getBuiltinModule('node:tls').createSecureContext(shown)
  } catch (error) {
    throw unusable(
      `OpenSSL does not accept the certificate in ${file}: ${(error as Error).message}. Name a stronger one.`,
    )
  }
}
