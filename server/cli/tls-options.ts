/** The options of `serve` that make it speak HTTPS. */
import { UsageError } from '../../src/control/usage-error.ts'
import type { TlsOptions } from '../tls/credentials.ts'
import type { ServeOptions } from './serve-options.ts'

type Given = Pick<ServeOptions, 'tls' | 'tlsFolder' | 'tlsCert' | 'tlsKey' | 'tlsPassphrase'>

/** @throws UsageError if they contradict one another. */
export function tlsFor(options: Given): { tls?: TlsOptions } {
  const { tls, tlsFolder: folder, tlsCert: certFile, tlsKey: keyFile, tlsPassphrase: passphrase } = options
  if ((certFile === undefined) !== (keyFile === undefined)) {
    throw new UsageError('--tls-cert and --tls-key belong together: give both.')
  }
  if (certFile !== undefined && keyFile !== undefined) {
    if (tls === 'self-signed') {
      throw new UsageError('--tls self-signed makes a certificate: leave out --tls-cert and --tls-key.')
    }
    return { tls: { certFile, keyFile, ...(passphrase !== undefined && { passphrase }) } }
  }
  if (tls === 'off') return {}
  return { tls: folder === undefined ? 'self-signed' : { folder } }
}
