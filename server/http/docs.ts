/** The documentation site at `/_tvilling/docs`: files that `npm run docs` has built. They tell nothing of a server or its tenants. */
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { ApiResponse } from '../../src/http/messages.ts'

/** Where the pages of the site believe to be: VitePress writes it into them. */
const BASE = '/_tvilling/docs/'
const PATH = /^(?:\/[te]\/[^/]*){0,2}\/_tvilling\/docs(?<file>\/.*)?$/

/** What a page may load: nothing that is not of this server. The colours of code are styles in the page. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Other files are not served. */
const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
}

const NOT_BUILT =
  'The documentation is not built: run "npm run docs" in the repository of Tvilling, then load this page again.\n'

/** A request for the site, after the door. */
export interface DocsRequest {
  method: string
  path: string
  /** What a proxy has before the paths of this server, such as `/twins`; usually empty. */
  outside: string
}

export type Docs = (request: DocsRequest) => Promise<ApiResponse> | undefined

/**
 * Answers requests for the site; undefined for a request that is not for it.
 * @param folder where the site is; by default that of the package, or of the repository.
 */
export function createDocs(folder = builtSite()): Docs {
  let files: Promise<ReadonlyMap<string, string>> | undefined

  return ({ method, path, outside }) => {
    const { file } = PATH.exec(path)?.groups ?? {}
    if (!PATH.test(path)) return undefined
    if (method !== 'GET' && method !== 'HEAD') {
      return Promise.resolve(text(405, 'The documentation is only read.\n', { allow: 'GET, HEAD' }))
    }
    // The site is one for all tenants, and its links need the slash.
    if (file === undefined || !path.startsWith(BASE)) {
      return Promise.resolve(text(308, '', { location: `${outside}${BASE}${(file ?? '/').slice(1)}` }))
    }
    files ??= listFiles(folder)
    return files.then((known) => answer(known, file.slice(1), outside))
  }
}

/** Only what was in the folder when it was listed: a path leads nowhere else. The package has compressed files. */
async function answer(
  files: ReadonlyMap<string, string>,
  file: string,
  outside: string,
): Promise<ApiResponse> {
  if (!files.has('index.html')) return text(404, NOT_BUILT)
  const wanted = file === '' || file.endsWith('/') ? `${file}index.html` : file
  const found = [wanted, `${wanted}.html`].find((name) => files.has(name))
  const name = found ?? '404.html'
  const path = files.get(name)
  const type = TYPES[name.slice(name.lastIndexOf('.') + 1)]
  if (path === undefined || type === undefined) return text(404, 'The documentation has no such page.\n')
  const bytes = await readFile(path)
  const content = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
  return {
    status: found === undefined ? 404 : 200,
    headers: {
      'content-type': type,
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      // The name of an asset changes with its content.
      'cache-control': name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
    body: outside === '' ? content : content.replaceAll(BASE, `${outside}${BASE}`),
  }
}

async function listFiles(folder: string): Promise<ReadonlyMap<string, string>> {
  if (!existsSync(folder)) return new Map()
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name)
        const name = relative(folder, path).split(sep).join('/')
        return [name.replace(/\.gz$/, ''), path]
      }),
  )
}

function text(status: number, body: string, headers: Record<string, string> = {}): ApiResponse {
  return {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-cache',
      ...headers,
    },
    body,
  }
}

/** In the package it lies beside the code, in the repository in `dist`. */
function builtSite(): string {
  const places = ['../../docs', '../../dist/docs'].map((place) =>
    fileURLToPath(new URL(place, import.meta.url)),
  )
  return (
    places.find((place) => ['index.html', 'index.html.gz'].some((file) => existsSync(join(place, file)))) ??
    (places[1] as string)
  )
}
