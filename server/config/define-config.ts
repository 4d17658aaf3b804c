/** `defineConfig`, for a configuration file in TypeScript or JavaScript. */
import type { AllSettings } from '../../src/simulator/apply-settings.ts'
import type { ServeOptionName, serveOptions } from '../cli/serve-options.ts'

/** What a configuration file may say of an option. */
type InFile<O> = O extends { kind: 'number' }
  ? number
  : O extends { kind: 'switch' }
    ? boolean
    : O extends { kind: 'list' }
      ? string | readonly string[]
      : O extends { kind: 'choice'; values: readonly (infer Word)[] }
        ? Word
        : O extends { inline: 'settings' }
          ? string | AllSettings
          : string

/** The options of `tvilling serve` by the names that they have in a file: `maxTenants` is `--max-tenants`. */
export type Config = { readonly [Name in ServeOptionName]?: InFile<(typeof serveOptions)[Name]> }

/**
 * Gives a configuration file its types.
 * @example
 * export default defineConfig({ port: 4020, clock: 'manual', scenario: ['consumers-identified'] })
 */
export function defineConfig(config: Config): Config {
  return config
}
