/**
 * The options of `tvilling serve`, in the order of its help. Everything else is made of this table: the options of the
 * command line, the `TVILLING_*` variables, the keys of `tvilling.config.*` with their JSON Schema, and the reference page.
 * A new option is a row here, and its use in `serve.ts`. Longer than 300 lines because it is one table.
 */
import { isAbsolute, join } from 'node:path'

interface About {
  /** One sentence for the help, in lower case and without a full stop. */
  help: string
  /** What a new configuration file shows, if a default does not show what the option takes. */
  example?: unknown
  /** Checks what the kind cannot say. Code that it needs is imported in it, so that the help loads none. */
  check?(value: string): unknown
}

/** A text, or a word of a form that `pattern` gives and `takes` words. */
interface TextOption extends About {
  kind: 'text'
  /** What stands for the value in the help. */
  value: string
  default?: string
  pattern?: string
  takes?: string
  /** It is never shown. */
  secret?: true
  /** What the text means if it stands in a configuration file in this folder. */
  within?(text: string, folder: string): string
}

/** A whole number. */
interface NumberOption extends About {
  kind: 'number'
  value: string
  least?: number
  most: number
  default?: number
}

/** On or off; left out if it has no default. Each has a `--no-…` as well. */
interface SwitchOption extends About {
  kind: 'switch'
  default?: boolean
  /** The sentence for `--no-…`. Without one it is not in the help. */
  helpOff?: string
}

/** Texts: an option that can be repeated, or one text with this separator. `check` sees each. */
interface ListOption extends About {
  kind: 'list'
  value: string
  separator?: ','
  default?: readonly string[]
  secret?: true
  within?(text: string, folder: string): string
}

/** A duration of ISO 8601, read as milliseconds. */
interface DurationOption extends About {
  kind: 'duration'
  default?: string
  /** Longer than nothing, and at most this many milliseconds. */
  most: number
  takes: string
}

interface ChoiceOption extends About {
  kind: 'choice'
  value: string
  values: readonly string[]
  default?: string
}

/** A file; a path in a configuration file is relative to its folder. */
interface FileOption extends About {
  kind: 'file'
  value: string
  /** What the file says may stand in the configuration file itself; which schema it has there. */
  inline?: 'settings'
  within: typeof pathWithin
}

export type ServeOption =
  | TextOption
  | NumberOption
  | SwitchOption
  | ListOption
  | DurationOption
  | ChoiceOption
  | FileOption

function pathWithin(path: string, folder: string): string {
  return folder === '.' || isAbsolute(path) ? path : join(folder, path)
}

/** The key is that of the configuration file. */
export const serveOptions = {
  port: {
    kind: 'number',
    value: 'number',
    most: 65_535,
    default: 4010,
    help: 'port to listen on; 0 picks a free one',
  },
  host: { kind: 'text', value: 'address', default: '127.0.0.1', help: 'address to listen on' },
  seed: {
    kind: 'number',
    value: 'number',
    most: Number.MAX_SAFE_INTEGER,
    default: 1,
    help: 'seed of everything random',
  },
  now: {
    kind: 'text',
    value: 'instant',
    example: '2026-01-01T00:00:00Z',
    help: 'where the clock starts, such as 2026-01-01T00:00:00Z',
  },
  clock: {
    kind: 'text',
    value: 'mode',
    pattern: '^(real|manual|x1000000|x(?!0+(\\.0+)?$)\\d{1,6}(\\.\\d+)?)$',
    takes: 'real, manual or a factor such as x60',
    example: 'real',
    help: 'real, manual, or x60 for sixty times as fast; real if no seed file says more',
  },
  store: {
    kind: 'text',
    value: 'location',
    default: 'memory',
    help: 'memory, sqlite:<file>[?synchronous=full], or postgres://<user>@<host>/<database>[?lease=<seconds>]',
    check: async (text) => (await import('../tenants/stores.ts')).parseStoreLocation(text),
    within: (text, folder) =>
      text.startsWith('sqlite:') ? `sqlite:${pathWithin(text.slice('sqlite:'.length), folder)}` : text,
  },
  maxTenants: {
    kind: 'number',
    value: 'number',
    most: 1_000_000,
    default: 1_000,
    help: 'how many tenants there can be',
  },
  keptDeliveries: {
    kind: 'number',
    value: 'number',
    most: Number.MAX_SAFE_INTEGER,
    default: 10_000,
    help: 'how many finished deliveries each tenant keeps',
  },
  scenario: {
    kind: 'list',
    value: 'name',
    default: [],
    example: ['consumers-identified'],
    help: 'load at the start; with parameters: name?id=b1',
  },
  simulator: {
    kind: 'list',
    value: 'module',
    default: [],
    example: ['./mocks/parcel'],
    help: 'a simulator of your own: file, folder or package',
    within: (text, folder) => (/^\.{1,2}(\/|$)/.test(text) ? pathWithin(text, folder) : text),
  },
  settings: {
    kind: 'file',
    value: 'file',
    inline: 'settings',
    example: 'settings.yaml',
    within: pathWithin,
    help: 'YAML or JSON: settings by simulator',
  },
  seedFile: {
    kind: 'list',
    value: 'file',
    default: [],
    example: ['seed.yaml'],
    within: pathWithin,
    help: 'YAML or JSON: the state in which every tenant starts',
  },
  watch: {
    kind: 'switch',
    default: false,
    help: 'when a seed file changes, every tenant starts again with it',
  },
  controlToken: {
    kind: 'text',
    value: 'token',
    secret: true,
    example: 'sixteen-characters-or-more',
    help: 'demand it from whoever controls the server',
  },
  tenantToken: {
    kind: 'list',
    value: 'tenant=token',
    default: [],
    example: ['team-a=sixteen-characters-or-more'],
    secret: true,
    help: 'a token that controls this tenant only',
    check: async (text) => (await import('../http/control-tokens.ts')).readTenantToken(text),
  },
  allowedHosts: {
    kind: 'list',
    value: 'list',
    separator: ',',
    example: ['twins.example.org', '*.test'],
    help: 'names beside loopback to control it by, such as twins.example.org,*.test',
    check: async (host) => (await import('../http/doors.ts')).checkAllowedHost(host),
  },
  openTenants: {
    kind: 'switch',
    help: 'a request to a provider creates the tenant it names (default on loopback)',
    helpOff: 'only who may control the server creates tenants (default elsewhere)',
  },
  requestTimeout: {
    kind: 'duration',
    default: 'PT30S',
    most: 3_600_000,
    takes: 'a duration up to an hour, such as PT30S',
    help: 'how long a request may take to come in',
  },
  webhookHosts: {
    kind: 'list',
    value: 'list',
    separator: ',',
    example: ['example.org', '*.example.org:8443'],
    help: 'hosts that webhooks may go to, such as example.org,*.example.org:8443,10.0.0.5; with private, also if their addresses are internal',
  },
  trustProxy: {
    kind: 'switch',
    default: false,
    help: 'links in answers lead to what X-Forwarded-Proto, -Host and -Prefix say',
  },
  tls: {
    kind: 'choice',
    value: 'kind',
    values: ['off', 'self-signed'],
    default: 'off',
    help: 'self-signed: speak HTTPS, with a certificate of an authority of your own, which is made once',
  },
  tlsFolder: {
    kind: 'file',
    value: 'folder',
    within: pathWithin,
    help: 'where that authority is kept; .tvilling/tls if left out',
  },
  tlsCert: {
    kind: 'file',
    value: 'file',
    within: pathWithin,
    help: 'speak HTTPS with this certificate, PEM',
  },
  tlsKey: {
    kind: 'file',
    value: 'file',
    within: pathWithin,
    help: 'the private key of that certificate, PEM',
  },
  tlsPassphrase: {
    kind: 'text',
    value: 'text',
    secret: true,
    help: 'opens that key if it is encrypted',
  },
  log: {
    kind: 'choice',
    value: 'format',
    values: ['pretty', 'json', 'silent'],
    default: 'pretty',
    help: 'pretty, json or silent',
  },
} as const satisfies Record<string, ServeOption>

export type ServeOptionName = keyof typeof serveOptions

/** The value of an option of a kind, after it was read. */
type ValueOf<O> = O extends { kind: 'number' | 'duration' }
  ? number
  : O extends { kind: 'switch' }
    ? boolean
    : O extends { kind: 'list' }
      ? readonly string[]
      : O extends { kind: 'choice'; values: readonly (infer Word)[] }
        ? Word
        : O extends { inline: string }
          ? string | Record<string, unknown>
          : string

/** What `serve` gets: a value for each option that has a default, and for the others if they are given. */
export type ServeOptions = {
  [Name in ServeOptionName as (typeof serveOptions)[Name] extends { default: unknown }
    ? Name
    : never]: ValueOf<(typeof serveOptions)[Name]>
} & {
  [Name in ServeOptionName as (typeof serveOptions)[Name] extends { default: unknown }
    ? never
    : Name]?: ValueOf<(typeof serveOptions)[Name]>
}

/** Such as `--max-tenants` of `maxTenants`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}

/** Such as `TVILLING_MAX_TENANTS` of `maxTenants`. */
export function variableOf(name: string): string {
  return `TVILLING_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`
}
