/** Checks the options of a server. Names of hosts and tokens are checked where they are read. */
import { checkOptions } from '../../src/control/check-options.ts'
import {
  either,
  flag,
  group,
  isText,
  listOf,
  type OptionKind,
  objectWith,
  oneOf,
  required,
  text,
  wholeNumber,
} from '../../src/control/option-kinds.ts'
import { checkHarnessOptions, HARNESS_OPTIONS } from '../../src/harness/harness-options.ts'
import type { StoreLocation } from '../tenants/stores.ts'
import type { TlsOptions } from '../tls/credentials.ts'

/** A tenant's harness has the store and the name that the server gives it. */
const { store: _store, tenant: _tenant, ...OF_EACH_HARNESS } = HARNESS_OPTIONS

const isTenantToken = (value: unknown) =>
  typeof value === 'object' &&
  value !== null &&
  isText((value as { tenant?: unknown }).tenant) &&
  isText((value as { token?: unknown }).token)

const hosts = listOf('a list of hosts, such as ["twins.example.org"]', isText)

/** Members of any kind of store. */
type StoreMember<S = StoreLocation> = S extends unknown ? keyof S : never

/** Members of any object that `tls` takes. */
type TlsMember<T = Exclude<TlsOptions, string>> = T extends unknown ? keyof T : never

/** `server.ts` sees to it that they are the names of `ServerOptions`. */
export const SERVER_OPTIONS = {
  harness: required(group('the options of each harness, at least { simulators }', OF_EACH_HARNESS)),
  port: wholeNumber(0, 65_535),
  host: text('a name or an address, such as "127.0.0.1"'),
  store: group<Record<StoreMember, unknown>>(
    'a store as parseStoreLocation reads it, such as { kind: "memory" }',
    {
      kind: required(oneOf('memory', 'sqlite', 'postgres')),
      file: text('the path of a file'),
      url: text('an address, such as "postgres://me@localhost/twins"'),
      lease: wholeNumber(1),
      synchronous: oneOf('normal', 'full'),
    },
  ),
  maxTenants: wholeNumber(1),
  heldBodies: wholeNumber(0),
  controlToken: text('a token'),
  tenantTokens: listOf('a list of { tenant, token }', isTenantToken),
  allowedHosts: hosts,
  openTenants: flag,
  requestTimeout: wholeNumber(1),
  tls: either(
    oneOf('self-signed'),
    group<Record<TlsMember, unknown>>('{ folder }, or { certFile, keyFile, passphrase }', {
      folder: text('a path'),
      certFile: text('the path of a file'),
      keyFile: text('the path of a file'),
      passphrase: text('a text'),
    }),
  ),
  webhookHosts: hosts,
  trustProxy: flag,
  log: objectWith('a log, such as createLog gives it', 'exchange', 'defect'),
  traces: objectWith('where spans go'),
}

/** @throws UsageError for the first mistake. */
export function checkServerOptions(given: unknown): void {
  checkOptions('startServer', SERVER_OPTIONS, given)
  const { harness } = given as { harness: unknown }
  checkHarnessOptions('startServer', harness, OF_EACH_HARNESS as Readonly<Record<string, OptionKind>>)
}
