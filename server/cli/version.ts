/** The version of this package. */
import { readFileSync } from 'node:fs'

/** As its package.json says. The build writes one into `dist`, so that it is at the same place there. */
export function ownVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
