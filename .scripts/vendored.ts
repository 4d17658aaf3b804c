/**
 * The packages that are bundled into `dist/vendor`, one file each, so that a user does not install them and they are
 * loaded when they are needed, as before. A package that a user's types show, or whose classes must be the user's own
 * (ajv, msw, pg), is not among them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { rolldown } from 'rolldown'

const NAMES = [
  '@faker-js/faker/locale/da',
  '@faker-js/faker/locale/en',
  '@faker-js/faker/locale/fi',
  '@faker-js/faker/locale/nb_NO',
  '@faker-js/faker/locale/sv',
  '@msw/data',
  '@streamparser/json',
  'commander',
  'csv-parse/sync',
  'express',
  'fast-check',
  'find-my-way',
  'fontkit',
  'pdfkit',
  'pino',
  'prom-client',
  'sorted-btree',
  'yaml',
]

/** The path of the file of each package, below `dist`. */
export const vendored: ReadonlyMap<string, string> = new Map(
  NAMES.map((name) => [name, `vendor/${name.replace('@', '').replaceAll('/', '-')}.js`]),
)

/** The only fonts of `dejavu-fonts-ttf` that reports use, below `dist/vendor/fonts`. */
export const FONTS = 'node_modules/dejavu-fonts-ttf/ttf/DejaVuSansCondensed{,-Bold}.ttf'

/** Bundles them into `dist`. Returns the folders of all packages that are in the bundles. */
export async function bundleVendored(dist: string): Promise<Set<string>> {
  const bundle = await rolldown({
    input: Object.fromEntries([...vendored].map(([name, file]) => [file.replace(/\.js$/, ''), name])),
    platform: 'node',
    // `debug` colours its lines with it if it is there.
    external: ['supports-color'],
  })
  const { output } = await bundle.write({
    dir: dist,
    format: 'cjs',
    entryFileNames: '[name].js',
    chunkFileNames: 'vendor/shared/[name]-[hash].js',
    exports: 'named',
    comments: { legal: true },
    // Names stay as they are, for who reads a stack trace.
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
  })
  const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
  return new Set(modules.filter((id) => id.includes('node_modules')).map(packageOf))
}

/** The folder of the package that has this file. */
function packageOf(file: string): string {
  let folder = dirname(file)
  // Some packages have a package.json in a folder below, which says only how its files are read.
  while (!existsSync(join(folder, 'package.json')) || !manifestOf(folder).version) folder = dirname(folder)
  return folder
}

interface Manifest {
  name: string
  version?: string
  license?: string
  author?: string | { name: string }
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

/** The text of `THIRD-PARTY-LICENSES`: each package with its licence, as its authors wrote it. */
export function licencesOf(folders: Iterable<string>): string {
  const chapters = [...folders].map((folder) => {
    const { name, version, license = 'MIT', author } = manifestOf(folder)
    const texts = readdirSync(folder)
      .filter((file) => /^(?:licen[cs]e|copying|notice)\b/i.test(file))
      .map((file) => readFileSync(join(folder, file), 'utf8').trim())
    const by = typeof author === 'object' ? author.name : author
    const none = `The package comes without a text of its licence. Its package.json names ${license}${by ? ` and ${by}` : ''}.`
    return `${name} ${version} (${license})\n\n${texts.join('\n\n') || none}\n`
  })
  const introduction = 'Parts of these packages are bundled into this one.\n'
  return [introduction, ...chapters.toSorted()].join(`\n${'-'.repeat(80)}\n\n`)
}
