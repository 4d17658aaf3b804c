/**
 * `npm run build`: the package in `dist/`, or in a folder that is named: JavaScript, types, data, pages. With `--no-check`
 * after the folder the types are written without being checked, for tests, which run after the type check.
 *
 * The JavaScript is bundled into a few files, because Node takes longer to find and read two hundred small modules than
 * to run them: importing `tvilling/mocks` unbundled took three times as long. It is CommonJS behind doors for both kinds:
 * Jest loads it without a flag, and `import` and `require` in one process share one Tvilling.
 */
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path'
import { type OutputOptions, type Plugin, rolldown } from 'rolldown'
import { writePages } from './package-pages.ts'
import { writeTypes } from './package-types.ts'
import { bundleVendored, FONTS, licencesOf, vendored } from './vendored.ts'

const root = join(import.meta.dirname, '..')
process.chdir(root)
const dist = process.argv[2] ?? 'dist'
rmSync(dist, { recursive: true, force: true })

const { version, exports } = JSON.parse(readFileSync('package.json', 'utf8')) as {
  version: string
  exports: Record<string, { 'tvilling-source': string; require?: object }>
}
/** The doors of the package: the name of each, its source, and whether it can be required. */
const doors = Object.entries(exports)
  .map(([door, { 'tvilling-source': source, require }]) => ({
    name: door.replace('.', 'tvilling'),
    source,
    file: source.replace(/^\.\/|\.ts$/g, ''),
    forBoth: require !== undefined,
  }))
  .filter(({ source }) => source.endsWith('.ts'))
/**
 * The doors whose peer has classes of its own for `import`: they are bundled once for each kind, so that a project meets
 * the peer that it has itself.
 */
const OWN_MODULES = ['mocks/msw', 'mocks/vitest']
const programs = ['server/bin', 'server/pact/official-verifier']

const typed = writeTypes(dist, doors, OWN_MODULES, !process.argv.includes('--no-check'))
writePages(dist)
for (const file of globSync('{contracts,fixtures,mocks,server}/**/*.gen.json')) {
  // An index of the provider's document, for our own tests.
  if (file.endsWith('source.gen.json')) continue
  mkdirSync(join(dist, dirname(file)), { recursive: true })
  cpSync(file, join(dist, file))
}
for (const font of globSync(FONTS))
  cpSync(font, join(dist, 'vendor/fonts', basename(font)), { recursive: true })
const packages = [...typed, ...(await bundleVendored(dist)), join(root, 'node_modules/dejavu-fonts-ttf')]
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES'), licencesOf(packages))
writeFileSync(join(dist, 'package.json'), JSON.stringify({ type: 'commonjs', version }))

const aliases = Object.fromEntries(doors.map(({ name, source }) => [`${name}$`, join(root, source)]))
const shared = doors.filter(({ forBoth }) => forBoth).map(({ file }) => file)
const output = await bundle([...shared, ...programs], [{ name: 'own-places', transform, renderChunk }], {
  format: 'cjs',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name]-[hash].js',
})
for (const chunk of output) {
  if (chunk.type !== 'chunk' || !chunk.isEntry || ![...shared].includes(chunk.name)) continue
  if (!OWN_MODULES.includes(chunk.name)) writeFileSync(join(dist, `${chunk.name}.mjs`), asModule(chunk))
}
await bundle(OWN_MODULES, [{ name: 'other-doors', resolveId: otherDoor }], {
  format: 'esm',
  entryFileNames: '[name].mjs',
})

async function bundle(files: readonly string[], plugins: Plugin[], options: OutputOptions) {
  const built = await rolldown({
    input: Object.fromEntries(files.map((file) => [file, `./${file}.ts`])),
    platform: 'node',
    // The oldest Node that the package takes, which knows no `await using`.
    transform: { target: 'node22.13' },
    resolve: { alias: plugins.some(({ resolveId }) => resolveId) ? {} : aliases },
    external: (id) => !/^(?:\.|@oxc-project\/runtime\/|tvilling(?:\/|$))/.test(id) && !isAbsolute(id),
    plugins,
  })
  return (await built.write({ dir: dist, exports: 'named', ...options })).output
}

/** The same door for `import`. Node would find most names of a CommonJS file by itself, but not all. */
function asModule({ name, exports }: { name: string; exports: readonly string[] }): string {
  return `import door from './${basename(name)}.js'\n\nexport const { ${exports.toSorted().join(', ')} } = door\n`
}

/** In a door that is bundled for itself, what other doors have comes from them. */
function otherDoor(id: string, importer: string | undefined) {
  const path = importer && id.startsWith('.') ? join(dirname(importer), id) : undefined
  const file =
    path === join(root, 'mocks/simulators.ts') ? 'mocks/index' : doors.find(({ name }) => name === id)?.file
  return file && importer ? { id: `../${file}.mjs`, external: true } : null
}

/**
 * Code finds its data beside the place of its source. In a bundle it lies elsewhere, one folder below `dist`; there
 * `import.meta.url` is written as the place that the module would have. What is vendored is required by its name.
 */
function transform(code: string, file: string): string | undefined {
  const place = relative(root, file).split(sep).join('/')
  if (!code.includes('import.meta.url') || programs.includes(place.replace(/\.ts$/, ''))) return undefined
  const module = JSON.stringify(`../${place.replace(/\.ts$/, '.js')}`)
  return code
    .replaceAll(/createRequire\(import\.meta\.url\)\(('[^']+')\)/g, (call, name: string) =>
      vendored.has(name.slice(1, -1)) ? `require(${name})` : call,
    )
    .replaceAll(
      "'dejavu-fonts-ttf/ttf/",
      `'${relative(dirname(place), 'vendor').split(sep).join('/')}/fonts/`,
    )
    .replaceAll('import.meta.url', `new URL(${module}, import.meta.url).href`)
}

/** Turns the names of vendored packages into the paths of their files. Every chunk lies at least one folder deep. */
function renderChunk(code: string, { fileName }: { fileName: string }): string {
  const up = '../'.repeat(fileName.split('/').length - 1)
  const pathOf = (name: string) => JSON.stringify(`${up}${vendored.get(name)}`)
  return code
    .replaceAll(/\brequire\("([^"]+)"\)/g, (call, name: string) =>
      vendored.has(name) ? `require(${pathOf(name)})` : call,
    )
    .replaceAll(/\bimport\("([^"]+)"\)/g, (call, name: string) =>
      vendored.has(name)
        ? `Promise.resolve().then(() => ((all) => ({ default: all, ...all }))(require(${pathOf(name)})))`
        : call,
    )
}
