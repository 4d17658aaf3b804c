/** Any OpenAPI 3.0 or 3.1 document from a file, as one 3.1 document. */
import { createRequire } from 'node:module'
import type { OpenApiDocument } from '../../../src/contract/contract.ts'
import { UsageError } from '../../../src/control/usage-error.ts'
import { readInput } from '../../cli/read-input.ts'
import { loadOpenapiTypescript, loadUpgrader } from '../packages.ts'
import { type Json, walk } from './json.ts'

/**
 * Reads a document, takes in what it refers to in other files, and writes 3.0 as 3.1.
 * @throws UsageError when it is none, or none of these versions.
 */
export async function readOpenApiFile(file: string): Promise<OpenApiDocument> {
  if (/^https?:/.test(file)) {
    throw new UsageError(`--from takes a file: curl -o openapi.yaml ${file}`)
  }
  const written = parseDocument(file, await readInput(file))
  checkVersion(file, written)
  const document = refersToFiles(written) ? await bundle(file) : written
  return String(document['openapi']).startsWith('3.0') ? upgrade(document) : (document as OpenApiDocument)
}

function parseDocument(file: string, text: string): Json {
  const { parse } = createRequire(import.meta.url)('yaml') as typeof import('yaml')
  let value: unknown
  try {
    // JSON is YAML as well, and is read faster as what it is.
    value = text.trimStart().startsWith('{') ? JSON.parse(text) : parse(text, { maxAliasCount: -1 })
  } catch (error) {
    const [first] = (error as Error).message.split('\n')
    throw new UsageError(`${file} is neither YAML nor JSON: ${first?.replace(/[:.]$/, '')}.`)
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json
  throw new UsageError(`${file} is no OpenAPI document: it is no map with "openapi", "info" and "paths".`)
}

function checkVersion(file: string, document: Json): void {
  const { openapi, swagger, info, paths, webhooks } = document
  if (swagger !== undefined) {
    throw new UsageError(
      `${file} is Swagger ${String(swagger)}. Tvilling takes OpenAPI 3.0 and 3.1: convert it first, such as with npx swagger2openapi ${file}.`,
    )
  }
  if (openapi === undefined) throw new UsageError(`${file} is no OpenAPI document: it has no "openapi".`)
  if (!/^3\.[01](\.|$)/.test(String(openapi))) {
    throw new UsageError(`${file} is OpenAPI ${String(openapi)}. Tvilling takes 3.0 and 3.1.`)
  }
  if (typeof info !== 'object' || info === null || !('title' in info)) {
    throw new UsageError(`${file} has no "info" with a "title".`)
  }
  if (typeof (paths ?? webhooks) !== 'object' || Object.keys(paths ?? webhooks ?? {}).length === 0) {
    throw new UsageError(`${file} has no "paths": there is nothing to simulate.`)
  }
}

function refersToFiles(document: Json): boolean {
  let found = false
  walk(document, (part) => {
    if (typeof part['$ref'] === 'string' && !part['$ref'].startsWith('#')) found = true
  })
  return found
}

/** By Redocly's bundler, which openapi-typescript brings with it. */
async function bundle(file: string): Promise<Json> {
  await loadOpenapiTypescript()
  const require = createRequire(import.meta.url)
  const { bundle: bundled, createConfig } = createRequire(require.resolve('openapi-typescript'))(
    '@redocly/openapi-core',
  ) as typeof import('@redocly/openapi-core')
  const { bundle, problems } = await bundled({ ref: file, config: await createConfig({}) })
  const [problem] = problems.filter(({ severity }) => severity === 'error')
  if (problem) throw new UsageError(`${file} cannot be bundled: ${problem.message}`)
  return bundle.parsed as Json
}

async function upgrade(document: Json): Promise<OpenApiDocument> {
  const { upgradeFromThreeToThreeOne } = await loadUpgrader()
  const upgraded = upgradeFromThreeToThreeOne(structuredClone(document)) as Json
  walk(upgraded, mendNullable)
  return upgraded as OpenApiDocument
}

/** `nullable` beside a reference or a choice, which the upgrade leaves as it is. */
function mendNullable(part: Json): void {
  if (part['nullable'] !== true && part['nullable'] !== false) return
  const { nullable, ...schema } = part
  delete part['nullable']
  if (!nullable || !['$ref', 'allOf', 'anyOf', 'oneOf'].some((keyword) => keyword in schema)) return
  for (const name of Object.keys(schema)) delete part[name]
  part['anyOf'] = [schema, { type: 'null' }]
}
