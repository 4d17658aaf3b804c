/** A configuration file in TypeScript or JavaScript: what it exports as its default. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { UsageError } from '../../src/control/usage-error.ts'
import type { ConfigFile } from './config-file.ts'

export async function readModule(
  path: string,
  file: string,
): Promise<{ values: unknown; at: ConfigFile['at'] }> {
  if (!existsSync(path)) throw new UsageError(`${file} cannot be read: there is no such file.`, 409)
  if (/\.[cm]?ts$/.test(path) && !process.features.typescript) {
    throw new UsageError(
      `${file} is TypeScript, which Node ${process.version} reads with --experimental-strip-types only: use Node 22.18 or later, or a file in JavaScript, YAML or JSON.`,
    )
  }
  const exported = await load(path, file)
  if (!('default' in exported)) {
    throw new UsageError(`${file} has no default export: write export default defineConfig({ … }).`)
  }
  return { values: exported['default'], at: (keys) => `${file} (${keys.join('.')})` }
}

async function load(path: string, file: string): Promise<Record<string, unknown>> {
  try {
    return await import(pathToFileURL(resolve(path)).href)
  } catch (error) {
    throw new UsageError(`${file} cannot be loaded: ${(error as Error).message.split('\n')[0]}`)
  }
}
