/**
 * `npm run build`: the package in `dist/`, or in a folder that is named: JavaScript, types and data. With `--no-check` after
 * the folder the types are written without being checked, for tests, which run after the type check.
 *
 * The JavaScript is bundled into a few files, because Node takes longer to find and read two hundred small modules than
 * to run them: importing `tvilling/mocks` unbundled took three times as long. Dependencies stay outside.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import { rolldown } from 'rolldown'

const root = join(import.meta.dirname, '..')
process.chdir(root)
const dist = process.argv[2] ?? 'dist'
rmSync(dist, { recursive: true, force: true })

const flags = ['-p', 'tsconfig.build.json', '--emitDeclarationOnly', '--outDir', dist]
if (process.argv.includes('--no-check')) flags.push('--noCheck')
execFileSync(process.execPath, ['node_modules/typescript-7/bin/tsc', ...flags], { stdio: 'inherit' })

for (const file of globSync('{contracts,fixtures,mocks,server}/**/*.gen.json')) {
  // An index of the provider's document, for our own tests.
  if (file.endsWith('source.gen.json')) continue
  mkdirSync(join(dist, dirname(file)), { recursive: true })
  cpSync(file, join(dist, file))
}

const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, { 'tvilling-source': string }>
}
/** The doors of the package, and the programs that are run by their path. */
const doors = Object.entries(exports)
  .map(([door, paths]) => [door, paths['tvilling-source']] as const)
  .filter(([, source]) => source.endsWith('.ts'))
const programs = ['./server/bin.ts', './server/pact/official-verifier.ts']
const entries = [...doors.map(([, source]) => source), ...programs]

const bundle = await rolldown({
  input: Object.fromEntries(entries.map((file) => [file.replace(/^\.\/|\.ts$/g, ''), file])),
  platform: 'node',
  // The oldest Node that the package takes, which knows no `await using`.
  transform: { target: 'node22.13' },
  resolve: {
    alias: Object.fromEntries(
      doors.map(([door, source]) => [`${door.replace('.', 'tvilling')}$`, join(root, source)]),
    ),
  },
  external: (id) => !/^(?:\.|@oxc-project\/runtime\/|tvilling(?:\/|$))/.test(id) && !isAbsolute(id),
  plugins: [{ name: 'own-url', transform: ownUrl }],
})
await bundle.write({
  dir: dist,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
})

/**
 * Code finds its data beside the place of its source. In a bundle it lies elsewhere, one folder below `dist`; there
 * `import.meta.url` is written as the place that the module would have.
 */
function ownUrl(code: string, file: string): string | undefined {
  const place = relative(root, file).split(sep).join('/')
  if (!code.includes('import.meta.url') || programs.includes(`./${place}`)) return undefined
  const module = JSON.stringify(`../${place.replace(/\.ts$/, '.js')}`)
  return code.replaceAll('import.meta.url', `new URL(${module}, import.meta.url).href`)
}
