/**
 * Checks the contracts with other tools: Spectral lints them, and Prism returns every documented answer. Both tools are
 * large, so they are installed in a temporary folder, without their install scripts.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { OpenApiDocument } from '../src/contract/contract.ts'

const PEERS = ['@stoplight/spectral-cli@6.16.3', '@stoplight/prism-cli@5.16.0']

const root = dirname(import.meta.dirname)
const METHODS = ['get', 'put', 'post', 'delete', 'patch']

type Json = Record<string, unknown>

const folder = await mkdtemp(join(tmpdir(), 'tvilling-peers-'))
try {
  writeFileSync(join(folder, 'package.json'), '{}')
  const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', ...PEERS]
  execFileSync('npm', install, { cwd: folder, stdio: 'ignore' })
  const apis = readdirSync(join(root, 'contracts'), { withFileTypes: true })
    .filter(
      (entry) =>
        entry.isDirectory() && readdirSync(join(root, 'contracts', entry.name)).includes('openapi.yaml'),
    )
    .map(({ name }) => name)
  lint(apis)
  const refused = (await Promise.all(apis.map(mock))).flat()
  process.stdout.write(refused.map((line) => `${line}\n`).join(''))
  process.exitCode = refused.length > 0 ? 1 : 0
} finally {
  await rm(folder, { recursive: true, force: true })
}

/** Throws if Spectral finds anything. */
function lint(apis: readonly string[]): void {
  const files = apis.map((api) => join(root, 'contracts', api, 'openapi.yaml'))
  const arguments_ = ['lint', ...files, '--ruleset', join(root, '.spectral.yaml'), '--fail-severity', 'hint']
  execFileSync(join(folder, 'node_modules/.bin/spectral'), arguments_, { stdio: 'inherit' })
}

/** Requests each status of each operation from Prism; returns the documented answers that Prism does not return. */
async function mock(api: string): Promise<string[]> {
  const load = createRequire(join(folder, 'package.json'))
  const { createServer } = load('@stoplight/prism-http-server')
  const { getHttpOperationsFromSpec } = load('@stoplight/prism-cli/dist/operations')
  const { createLogger } = load('@stoplight/prism-core')
  const file = join(root, 'contracts', api, 'openapi.gen.json')
  const document = JSON.parse(readFileSync(file, 'utf8')) as OpenApiDocument
  const server = createServer(await getHttpOperationsFromSpec(file), {
    components: { logger: createLogger('peers', { enabled: false }, false) },
    cors: false,
    config: {
      mock: { dynamic: false, ignoreExamples: false },
      isProxy: false,
      checkSecurity: false,
      validateRequest: false,
      validateResponse: true,
      errors: false,
    },
  })
  const origin: string = await server.listen(0, '127.0.0.1')
  const refused: string[] = []
  let answers = 0
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS.filter((name) => item[name])) {
      const operation = item[method] as Json
      for (const status of Object.keys(operation['responses'] as Json)) {
        const { address, init } = requestOf(document, path, item, operation)
        const headers = { ...init.headers, prefer: `code=${status}` }
        const response = await fetch(`${origin}${address}`, {
          ...init,
          headers,
          method: method.toUpperCase(),
        })
        const text = await response.text()
        answers += 1
        if (String(response.status) === status) continue
        refused.push(`Prism: ${api} ${method} ${path} ${status} → ${response.status} ${text}`)
      }
    }
  }
  await server.close()
  process.stdout.write(`Prism: ${api}, ${answers} answers\n`)
  return refused
}

function requestOf(document: OpenApiDocument, path: string, item: Json, operation: Json) {
  const parameters = [...list(item['parameters']), ...list(operation['parameters'])].map((one) =>
    at(document, one),
  )
  const address = path.replaceAll(/\{(.*?)\}/g, (_all, name: string) => {
    const parameter = parameters.find((each) => each['name'] === name)
    return encodeURIComponent(String(parameter?.['example'] ?? 'SE'))
  })
  const body = operation['requestBody'] && at(document, operation['requestBody'] as Json)
  const [type] = Object.keys((body?.['content'] as Json | undefined) ?? {})
  const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type }
  const init: { headers: typeof headers; body?: string } = {
    headers,
    ...(type !== undefined && { body: '{}' }),
  }
  return { address, init }
}

function list(value: unknown): Json[] {
  return (value as Json[] | undefined) ?? []
}

function at(document: OpenApiDocument, value: Json): Json {
  if (typeof value['$ref'] !== 'string') return value
  return value['$ref']
    .split('/')
    .slice(1)
    .reduce<unknown>((part, name) => (part as Json)[name], document) as Json
}
