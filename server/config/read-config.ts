/** Finds and reads `tvilling.config.*`. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UsageError } from '../../src/control/usage-error.ts'
import { type ConfigFile, isMap } from './config-file.ts'

const ENDINGS = ['ts', 'mts', 'js', 'mjs', 'json', 'yaml', 'yml'] as const

export const CONFIG_NAMES: readonly string[] = ENDINGS.map((ending) => `tvilling.config.${ending}`)

/**
 * Reads the named file, or else that of a folder.
 * @returns undefined if there is none.
 * @throws UsageError if there are two, or if it cannot be read.
 */
export async function readConfig(named: string | undefined, folder: string): Promise<ConfigFile | undefined> {
  const file = named ?? findConfig(folder)
  if (file === undefined) return undefined
  const path = named ?? join(folder, file)
  const { values, at } = /\.[cm]?[jt]s$/.test(path)
    ? await (await import('./module-config.ts')).readModule(path, file)
    : await (await import('./yaml-config.ts')).readYaml(path, file)
  if (!isMap(values)) {
    throw new UsageError(`${file} must be a map from options to their values, such as port: 4010.`)
  }
  return { file, folder: named === undefined ? '.' : dirname(named), values, at }
}

function findConfig(folder: string): string | undefined {
  const found = CONFIG_NAMES.filter((name) => existsSync(join(folder, name)))
  if (found.length < 2) return found[0]
  throw new UsageError(`There are ${found.join(' and ')}: remove one, or name one with --config.`)
}
