/** The options of `serve` that make it speak HTTPS. */
import { UsageError } from '../../src/control/usage-error.ts'
import type { TlsOptions } from '../tls/credentials.ts'

export interface TlsFlags {
  tls?: string
  tlsFolder?: string
  tlsCert?: string
  tlsKey?: string
  tlsPassphrase?: string
}

/** @throws UsageError if they contradict one another. */
export function tlsFor({
  tls = 'off',
  tlsFolder: folder,
  tlsCert: certFile,
  tlsKey: keyFile,
  tlsPassphrase: passphrase,
}: TlsFlags): { tls?: TlsOptions } {
  if (tls !== 'off' && tls !== 'self-signed') {
    throw new UsageError(`--tls takes self-signed or off, not "${tls}".`)
  }
  if (certFile !== undefined && keyFile !== undefined) {
    if (tls === 'self-signed') {
      throw new UsageError('--tls self-signed makes a certificate: leave out --tls-cert and --tls-key.')
    }
    return { tls: { certFile, keyFile, ...(passphrase !== undefined && { passphrase }) } }
  }
  if (certFile !== undefined || keyFile !== undefined) {
    throw new UsageError('--tls-cert and --tls-key belong together: give both.')
  }
  if (tls === 'off') return {}
  return { tls: folder === undefined ? 'self-signed' : { folder } }
}
