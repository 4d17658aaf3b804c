/** Reads an OpenAPI document from a `.json` or `.yaml` file. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** @throws if there is no such file, or it cannot be parsed. */
export function readDocument(url: URL): unknown {
  const text = readFileSync(url, 'utf8')
  if (url.pathname.endsWith('.json')) return JSON.parse(text)
  // Only documents of users are YAML; ours are turned into JSON when types are generated.
  const { parse } = createRequire(import.meta.url)('yaml') as typeof import('yaml')
  return parse(text)
}
