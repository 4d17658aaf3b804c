import { createPrivateKey } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startServer } from 'tvilling/server'
import { expect, test } from 'vitest'
import { certifyAuthority, certifyServer, makeKey } from '../../server/tls/make-certificates.ts'
import { systemWall } from '../../src/harness/clock.ts'
import { library } from '../engine/sample.ts'
import { startSecure, temporaryFolder } from './secure-library.ts'
import { DAY } from './wall.ts'

/** A certificate for localhost and its key, in files as a user has them. */
async function certified({ days = 0, passphrase }: { days?: number; passphrase?: string } = {}) {
  const folder = temporaryFolder()
  const made = systemWall.now() + days * DAY
  const authorityKey = await makeKey()
  const authority = { key: authorityKey, certificate: await certifyAuthority(authorityKey, made) }
  const { key, certificate } = await certifyServer(authority, ['localhost'], made)
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const shown =
    passphrase === undefined
      ? key
      : createPrivateKey(key)
          .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase })
          .toString()
  return {
    tls: { certFile: file('cert.pem', certificate), keyFile: file('key.pem', shown) },
    ca: Buffer.from(authority.certificate),
    file,
  }
}

const starting = (tls: object) =>
  startServer({ port: 0, tls: tls as never, harness: { simulators: [library()] } })

test('a server speaks HTTPS with a certificate of its user, and makes no authority', async () => {
  const { tls, ca } = await certified()
  const server = await startSecure({ tls })
  expect(server.trust).toBeUndefined()
  expect((await server.call('/_tvilling/health', { ca, servername: 'localhost' })).status).toBe(200)
})

test('a passphrase opens an encrypted key', async () => {
  const { tls, ca } = await certified({ passphrase: 'open sesame' })
  const server = await startSecure({ tls: { ...tls, passphrase: 'open sesame' } })
  expect((await server.call('/_tvilling/health', { ca, servername: 'localhost' })).status).toBe(200)
  await expect(starting(tls)).rejects.toThrow(
    `The key in ${tls.keyFile} is encrypted. Give its passphrase in the variable TVILLING_TLS_PASSPHRASE.`,
  )
  await expect(starting({ ...tls, passphrase: 'open barley' })).rejects.toThrow(
    `The passphrase in TVILLING_TLS_PASSPHRASE does not open the key in ${tls.keyFile}.`,
  )
})

test('a certificate whose days are over, or still to come, is refused with the day', async () => {
  const day = (days: number) => new Date(systemWall.now() + days * DAY).toISOString().slice(0, 10)
  const { tls: over } = await certified({ days: -91 })
  await expect(starting(over)).rejects.toThrow(
    `The certificate in ${over.certFile} was valid until ${day(-1)}. Name a newer one.`,
  )
  const { tls: early } = await certified({ days: 2 })
  await expect(starting(early)).rejects.toThrow(`The certificate in ${early.certFile} is valid from`)
})

test('a key that belongs to another certificate is refused', async () => {
  const [one, other] = [await certified(), await certified()]
  const { certFile } = one.tls
  const { keyFile } = other.tls
  await expect(starting({ certFile, keyFile })).rejects.toThrow(
    `The key in ${keyFile} is not that of the first certificate in ${certFile}. Name the two that belong together.`,
  )
})

test('files that are no certificate or no key, or are not there, are named', async () => {
  const { tls, file } = await certified()
  const { certFile, keyFile } = tls
  const garbled = file('garbled.pem', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n')
  const gone = join(certFile, '..', 'gone.pem')
  for (const [given, sentence] of [
    [{ certFile: keyFile, keyFile }, `${keyFile} has no certificate in PEM, `],
    [{ certFile, keyFile: certFile }, `${certFile} has no private key in PEM, `],
    [{ certFile, keyFile: garbled }, `The private key in ${garbled} is damaged (`],
    [{ certFile: gone, keyFile }, `--tls-cert names ${gone}, which cannot be read: ENOENT`],
    [{ certFile, keyFile: gone }, `--tls-key names ${gone}, which cannot be read: ENOENT`],
  ] as const) {
    await expect(starting(given)).rejects.toThrow(sentence)
  }
})
