/** What is in the package, and what is not. */
import { globSync, lstatSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join } from 'node:path'
import { parse } from 'acorn'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { vendored } from '../../.scripts/vendored.ts'
import { BUILD_LIMIT } from '../built-package.ts'
import { type Installed, install, NODES, program, runNode } from './project.ts'

let installed: Installed
beforeAll(async () => {
  installed = await install()
}, BUILD_LIMIT)
afterAll(() => installed?.remove())

const files = (pattern: string) => globSync(pattern, { cwd: installed.package })
const textOf = (file: string) => readFileSync(join(installed.package, file), 'utf8')

test('it has its README, its licence, and the page of each simulator and tool', () => {
  expect(files('*').toSorted()).toEqual(['LICENSE', 'README.md', 'dist', 'package.json'])
  const pages = files('dist/pages/**/*.md').map((page) => page.replaceAll('\\', '/'))
  expect(pages).toContain('dist/pages/mocks/your-own-simulator.md')
  expect(pages.filter((page) => /mocks\/[\w-]+\/README/.test(page))).toHaveLength(5)
})

test('a link leads to a page beside it, or has an address', () => {
  for (const page of files('{README.md,dist/pages/**/*.md}')) {
    for (const [, link = ''] of textOf(page).matchAll(/\]\(([^)#\s]+)/g)) {
      if (/^https?:/.test(link)) continue
      expect(page, link).not.toBe('README.md')
      expect(files(join(dirname(page), link)), `${page}: ${link}`).toHaveLength(1)
    }
  }
})

test('its package.json says where it lives and what it needs', () => {
  expect(installed.manifest).toMatchObject({
    engines: { node: '>=22.13' },
    homepage: expect.stringMatching(/^https:/),
    bugs: expect.stringMatching(/^https:/),
    repository: { url: expect.stringMatching(/^git\+https:/) },
    keywords: expect.arrayContaining(['openapi', 'msw', 'pact']),
  })
  expect(program('node-22/bin/node')).toBe(NODES.oldest)
})

test('it is light: at most 15 MB and 30 packages with all that it depends on', () => {
  const folders = new Set([installed.package])
  const visit = (name: string, from: string): void => {
    const folder = [join(from, 'node_modules', name), program(name)].find((path) => globSync(path).length > 0)
    if (!folder) throw new Error(`${name} is not installed.`)
    if (folders.has(folder)) return
    folders.add(folder)
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    for (const other of Object.keys(dependencies)) visit(other, folder)
  }
  for (const name of Object.keys(installed.manifest.dependencies)) visit(name, program(''))
  const bytes = [...folders].flatMap((folder) =>
    // As a disk stores it, in blocks of 4 KiB.
    globSync('**/*', { cwd: folder }).map(
      (file) => Math.ceil(lstatSync(join(folder, file)).size / 4096) * 4096,
    ),
  )
  expect(folders.size).toBeLessThanOrEqual(30)
  expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThan(15_000_000)
})

/** The names of modules that are found in files, without Node's own. Names in comments and templates have single quotes. */
function modulesIn(pattern: string, named: RegExp): string[] {
  const names = files(pattern).flatMap((file) =>
    [...textOf(file).matchAll(named)].map(([, name = '']) => name),
  )
  return [...new Set(names)].filter((name) => !isBuiltin(name)).toSorted()
}

test('its types name only peers, and its code only these and what it depends on', () => {
  const { dependencies, peerDependencies } = installed.manifest
  const types = modulesIn(
    'dist/**/*.d.{ts,mts}',
    /(?:^(?:im|ex)port .*\bfrom |\bimport\()["']([^"'.][^"']*)["']/gm,
  )
  expect(types).toEqual(['msw', 'testcontainers', 'vitest'])
  const known = Object.keys({ ...dependencies, ...peerDependencies })
  const code = modulesIn(
    'dist/{chunks,contracts,fixtures,mocks,server,src}/**/*.{js,mjs}',
    /(?:^import .*\bfrom |\b(?:require|import)\()"([^".][^"]*)"/gm,
  )
  expect(code).toContain('pg')
  expect(code.filter((name) => !known.some((one) => name === one || name.startsWith(`${one}/`)))).toEqual([])
})

/** Of a bundled package they are not reached, or the package uses them only as types that are not shown. */
const NOT_BUNDLED = ['fflate', 'pako', 'pino-abstract-transport', 'process-warning', 'real-require', 'split2']

test('each bundled package is named with its licence', () => {
  const named = new Set(
    [...textOf('dist/THIRD-PARTY-LICENSES').matchAll(/^-{80}\n\n(\S+) /gm)].map(([, name]) => name),
  )
  const wanted = new Set<string>()
  const visit = (name: string, folders: readonly string[]): void => {
    const folder = [...folders, program('')]
      .map((from) => join(from, name))
      .find((path) => globSync(join(path, 'package.json')).length > 0)
    if (!folder || wanted.has(name)) return
    wanted.add(name)
    const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    for (const other of Object.keys(dependencies)) visit(other, [join(folder, 'node_modules'), ...folders])
  }
  for (const name of vendored.keys()) visit(name.split('/', name.startsWith('@') ? 2 : 1).join('/'), [])
  expect(wanted.size).toBeGreaterThan(80)
  expect([...wanted].filter((name) => !named.has(name) && !NOT_BUNDLED.includes(name))).toEqual([])
  expect(named).toContain('dejavu-fonts-ttf')
})

test('each bundled package can be loaded alone, on the oldest Node', async () => {
  // One of them has no exports.
  const paths = [...vendored.entries()]
    .filter(([name]) => name !== 'reflect-metadata')
    .map(([, path]) => join(installed.package, 'dist', path))
  // What makes certificates needs another package before it.
  const script = `require(${JSON.stringify(join(installed.package, 'dist', vendored.get('reflect-metadata') ?? ''))})
for (const path of ${JSON.stringify(paths)}) if (Object.keys(require(path)).length === 0) console.log(path)`
  expect(await runNode(NODES.oldest, ['-e', script], installed.package)).toEqual({ code: 0, output: '' })
})

test('its command tells an old Node in one sentence what it needs, in a file that it can read', async () => {
  const bin = join(installed.package, installed.manifest.bin.tvilling)
  // The syntax of Node 6.
  expect(() => parse(readFileSync(bin, 'utf8'), { ecmaVersion: 2016, allowHashBang: true })).not.toThrow()
  const pretend = `Object.defineProperty(process.versions, 'node', { value: '20.19.0' }); require(${JSON.stringify(bin)})`
  expect(await runNode(NODES.oldest, ['-e', pretend, '--', 'serve'], installed.package)).toEqual({
    code: 3,
    output:
      'Tvilling needs Node 22.13 or newer, and this is Node 20.19.0: get a newer one from https://nodejs.org\n',
  })
})
