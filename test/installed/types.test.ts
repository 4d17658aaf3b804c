/** The types of the package, as compilers and the tools of package authors read them. */
import { readFileSync } from 'node:fs'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BUILD_LIMIT } from '../built-package.ts'
import { type Installed, install, NODES, program, runNode } from './project.ts'

let installed: Installed
beforeAll(async () => {
  installed = await install('@types/node', 'msw', 'vitest')
}, BUILD_LIMIT)
afterAll(() => installed?.remove())

const SOURCE = `
import { createHarness, type Harness } from 'tvilling'
import { documents } from 'tvilling/contracts'
import { createCast } from 'tvilling/fixtures'
import { simulators } from 'tvilling/mocks'
import { startServer } from 'tvilling/server'

export async function use(): Promise<[number, string | undefined, URL]> {
  const harness = await createHarness({ simulators, now: '2026-01-01T00:00:00Z' })
  await harness.scenarios.load('bundle-approved', { id: 'b1' })
  // @ts-expect-error: a name that no scenario has
  await harness.scenarios.load('bundle-aproved')
  const given: Harness = harness
  await given.close()
  await startServer({ port: 0, harness: { simulators } })
  const person = (await createCast()).people.findFirst((q) => q.where({ market: 'SE', deceased: true }))
  // @ts-expect-error: a trait that nobody has
  person?.dead
  return [simulators.length, person?.mother?.familyName, documents['birth-report']]
}
`
const DOORS_OF_MODULES = `
import { handlers } from 'tvilling/msw'
import { test } from 'tvilling/vitest'
import { setupServer } from 'msw/node'

test('a', async ({ harness }) => {
  setupServer(...handlers(harness)).listen()
  await harness.clock.advance('PT1S')
})
`
const STRICT = { strict: true, skipLibCheck: false, noEmit: true, target: 'es2022', types: ['node'] }

const KINDS = {
  'nodenext, in a project of modules': ['module', { module: 'nodenext' }],
  'nodenext, in a project of CommonJS': ['commonjs', { module: 'nodenext' }],
  'of before `exports`, in a project of CommonJS': ['commonjs', { module: 'commonjs', moduleResolution: 'node10', ignoreDeprecations: '6.0' }],
  bundler: ['module', { module: 'esnext', moduleResolution: 'bundler' }],
} as const

test.each(Object.entries(KINDS))('TypeScript takes them with its libraries checked: %s', async (kind, given) => {
  const [type, options] = given
  const project = installed.project(kind.replaceAll(/\W+/g, '-'), {
    'package.json': JSON.stringify({ type }),
    'tsconfig.json': JSON.stringify({ compilerOptions: { ...STRICT, ...options } }),
    'use.ts': SOURCE,
    // Their peers can only be imported.
    ...(type === 'module' && { 'a.test.ts': DOORS_OF_MODULES }),
  })
  const words = [program('typescript-7/bin/tsc'), '--pretty', 'false', '-p', '.']
  expect(await runNode(NODES.newest, words, project)).toEqual({ code: 0, output: '' })
}, 60_000)

test('publint finds nothing', async () => {
  const { messages, pkg } = await publint({ pkgDir: installed.package, pack: false, strict: true })
  expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([])
}, 60_000)

test('arethetypeswrong finds nothing, but that the door of Vitest is only for import, as Vitest itself is', async () => {
  const result = await checkPackage(createPackageFromTarballData(readFileSync(installed.tarball)))
  const problems = result.types ? result.problems : [{ kind: 'no types' }]
  expect(problems).toEqual([
    { kind: 'CJSResolvesToESM', entrypoint: './vitest', resolutionKind: 'node16-cjs' },
  ])
}, 60_000)
